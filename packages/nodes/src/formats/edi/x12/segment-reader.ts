import type { RawElement, Segment } from '../kit/segment.ts';
import { type IsaHead, readIsa, type X12Separators } from './separators.ts';

/** What stands at a place of a text: the head of an interchange, a segment of it, or something else. */
export type X12Token =
  | { readonly type: 'isa'; readonly head: IsaHead; readonly segment: Segment }
  | { readonly type: 'isa-broken'; readonly segment: Segment }
  | { readonly type: 'segment'; readonly segment: Segment; readonly isLoose: boolean; readonly isCut: boolean }
  | { readonly type: 'outside'; readonly segment: Segment };

/**
 * Cuts a text into segments, one interchange behind the other, each with its own separators. Line breaks between segments are
 * always taken; blanks around one make it loose. Linear: nothing is looked at more than twice.
 */
export function* x12Tokens(text: string): Generator<X12Token> {
  let separators: X12Separators | undefined;
  let number = 0;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    const blank = skipBlank(text, at, separators?.segment);
    at = blank.at;
    if (at >= text.length) return;
    if (text.startsWith('ISA', at) && (!separators || (text.charAt(at + 3) !== '' && isIsa(text, at, separators)))) {
      const head = readIsa(text, at);
      number = 1;
      if (!head) {
        const next = nextIsa(text, at + 3);
        yield {
          type: 'isa-broken',
          segment: { id: 'ISA', raw: ['ISA'], at, end: Math.min(next, at + 200), number },
        };
        separators = undefined;
        at = next;
        continue;
      }
      separators = head.separators;
      yield { type: 'isa', head, segment: { id: 'ISA', raw: ['ISA', ...head.elements], at, end: head.end, number } };
      at = head.end + 1;
      continue;
    }
    if (!separators) {
      const next = nextIsa(text, at);
      yield { type: 'outside', segment: { id: '', raw: [''], at, end: next, number: 0 } };
      at = next;
      continue;
    }
    const found = text.indexOf(separators.segment, at);
    const end = found === -1 ? text.length : found;
    number += 1;
    const segment = segmentAt(text, at, end, number, separators);
    yield { type: 'segment', segment, isLoose: blank.isLoose, isCut: found === -1 };
    if (segment.id === 'IEA') separators = undefined;
    at = end + 1;
  }
}

function segmentAt(text: string, at: number, end: number, number: number, separators: X12Separators): Segment {
  let stop = end;
  while (stop > at && (text.charCodeAt(stop - 1) === 13 || text.charCodeAt(stop - 1) === 10)) stop -= 1;
  const parts = text.slice(at, stop).split(separators.element);
  const id = parts[0] ?? '';
  const { component, repetition } = separators;
  for (let index = 1; index < parts.length; index += 1) {
    const part = parts[index] as string;
    if (part.includes(component) || (repetition !== '' && part.includes(repetition))) {
      const elements = parts.slice(1).map((each) => rawElement(each, separators));
      return { id, raw: [id, ...elements], at, end: stop, number };
    }
  }
  return { id, raw: parts as [string, ...string[]], at, end: stop, number };
}

function rawElement(text: string, { component, repetition }: X12Separators): RawElement {
  if (repetition !== '' && text.includes(repetition)) {
    return { repeat: text.split(repetition).map((part) => composite(part, component)) };
  }
  return composite(text, component);
}

function composite(text: string, component: string): string | readonly string[] {
  return component !== '' && text.includes(component) ? text.split(component) : text;
}

/** Past line breaks, which are always taken, and blanks, which are loose writing. */
function skipBlank(text: string, from: number, segmentEnd = ''): { readonly at: number; readonly isLoose: boolean } {
  let at = from;
  let isLoose = false;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isBreak = code === 13 || code === 10;
    if (!isBreak && code !== 32 && code !== 9 && code !== 0x1a && code !== 0) break;
    if (!isBreak && code !== 0x1a) isLoose = true;
    if (text.charAt(at) === segmentEnd && !isBreak) break;
  }
  return { at, isLoose };
}

/** A new interchange where one is open: its head has the shape of one, so the one before was cut. */
function isIsa(text: string, at: number, { element }: X12Separators): boolean {
  return text.charAt(at + 3) === element || readIsa(text, at)?.isExact === true;
}

function nextIsa(text: string, from: number): number {
  const found = text.indexOf('ISA', from);
  return found === -1 ? text.length : found;
}
