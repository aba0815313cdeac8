import type { RawElement, RawSegment, Segment } from '../kit/segment.ts';
import { DEFAULTS, type EdifactSeparators, readUna } from './separators.ts';

export type EdifactToken =
  | {
      readonly type: 'unb';
      readonly segment: Segment;
      readonly separators: EdifactSeparators;
      readonly hasUna: boolean;
      readonly isLoose: boolean;
      readonly isCut: boolean;
    }
  | { readonly type: 'una-broken'; readonly segment: Segment }
  | { readonly type: 'segment'; readonly segment: Segment; readonly isLoose: boolean; readonly isCut: boolean }
  | { readonly type: 'outside'; readonly segment: Segment };

/**
 * Cuts a text into segments, one interchange behind the other. The release character is taken off; line breaks between segments
 * are always taken, blanks make a segment loose. Linear.
 */
export function* edifactTokens(text: string): Generator<EdifactToken> {
  let una: EdifactSeparators | undefined;
  let open: EdifactSeparators | undefined;
  let number = 0;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    const blank = skipBlank(text, at);
    at = blank.at;
    if (at >= text.length) return;
    if (
      text.startsWith('UNA', at) &&
      (!open || readUna(text, at)) &&
      text.startsWith('UNB', skipBlank(text, at + 9).at)
    ) {
      una = readUna(text, at);
      open = undefined;
      if (!una) {
        yield { type: 'una-broken', segment: { id: 'UNA', raw: ['UNA'], at, end: at + 9, number: 1 } };
      }
      at += 9;
      continue;
    }
    if (text.startsWith('UNB', at) && (!open || text.charAt(at + 3) === open.element)) {
      const base = una ?? DEFAULTS;
      // Version 4 gave the repetition separator its default; UNA, when it is there, says it.
      const isFour = /^UNB.[A-Z]{4}.4/.test(text.slice(at, at + 10));
      open = una || !isFour ? base : { ...base, repetition: '*' };
      number = 1;
      const { segment, isCut, next } = readSegment(text, at, number, open);
      yield { type: 'unb', segment, separators: open, hasUna: una !== undefined, isLoose: blank.isLoose, isCut };
      una = undefined;
      at = next;
      continue;
    }
    if (!open) {
      const next = nextHead(text, at + 1);
      yield { type: 'outside', segment: { id: '', raw: [''], at, end: next, number: 0 } };
      at = next;
      continue;
    }
    number += 1;
    const { segment, isCut, next } = readSegment(text, at, number, open);
    yield { type: 'segment', segment, isLoose: blank.isLoose, isCut };
    if (segment.id === 'UNZ') open = undefined;
    at = next;
  }
}

/** The segment at a place, whose end may be released. */
export function readSegment(text: string, at: number, number: number, separators: EdifactSeparators) {
  const { segment: end, release } = separators;
  let found = text.indexOf(end, at);
  while (found !== -1 && release !== '' && isReleased(text, found, at, release)) found = text.indexOf(end, found + 1);
  const stop = found === -1 ? text.length : found;
  const own = text.slice(at, stop);
  const raw = release !== '' && own.includes(release) ? splitReleased(own, separators) : splitPlain(own, separators);
  const id = typeof raw[0] === 'string' ? raw[0] : '';
  const segment: Segment = { id, raw: raw as RawSegment, at, end: stop, number };
  return { segment, isCut: found === -1, next: stop + 1 };
}

/** Whether an odd number of release characters stands before a place. */
function isReleased(text: string, place: number, from: number, release: string): boolean {
  let count = 0;
  while (place - count - 1 >= from && text.charAt(place - count - 1) === release) count += 1;
  return count % 2 === 1;
}

function splitPlain(own: string, { element, component, repetition }: EdifactSeparators): readonly RawElement[] {
  const parts = own.split(element);
  if (!own.includes(component) && (repetition === '' || !own.includes(repetition))) return parts;
  const composite = (part: string) => (part.includes(component) ? part.split(component) : part);
  return parts.map((part) =>
    repetition !== '' && part.includes(repetition)
      ? { repeat: part.split(repetition).map(composite) }
      : composite(part),
  );
}

/** The same where characters are released: one after the other. */
function splitReleased(
  own: string,
  { element, component, repetition, release }: EdifactSeparators,
): readonly RawElement[] {
  const elements: RawElement[] = [];
  let repeats: (string | readonly string[])[] = [];
  let parts: string[] = [];
  let text = '';
  const endRepeat = () => {
    parts.push(text);
    repeats.push(parts.length === 1 ? (parts[0] ?? '') : parts);
    [parts, text] = [[], ''];
  };
  const endElement = () => {
    endRepeat();
    elements.push(repeats.length === 1 ? (repeats[0] ?? '') : { repeat: repeats });
    repeats = [];
  };
  for (let at = 0; at < own.length; at += 1) {
    const character = own.charAt(at);
    if (character === release) {
      at += 1;
      text += own.charAt(at);
    } else if (character === element) endElement();
    else if (character === component) {
      parts.push(text);
      text = '';
    } else if (character === repetition) endRepeat();
    else text += character;
  }
  endElement();
  return elements;
}

/** Past line breaks, which are always taken, and blanks, which are loose writing. */
export function skipBlank(text: string, from: number): { readonly at: number; readonly isLoose: boolean } {
  let at = from;
  let isLoose = false;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isBreak = code === 13 || code === 10 || code === 0x1a;
    if (!isBreak && code !== 32 && code !== 9 && code !== 0) break;
    if (!isBreak) isLoose = true;
  }
  return { at, isLoose };
}

function nextHead(text: string, from: number): number {
  const found = [text.indexOf('UNA', from), text.indexOf('UNB', from)].filter((at) => at !== -1);
  return found.length === 0 ? text.length : Math.min(...found);
}
