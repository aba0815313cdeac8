import type { RawElement } from './segment.ts';

/** What may happen to a character that would part segments or elements where nothing escapes it. */
export type SeparatorsInText = 'fail' | 'blank' | 'keep';

/** A text without the characters that would break the format; or the first of them. */
export function plainText(
  text: string,
  forbidden: RegExp,
  handling: SeparatorsInText,
): string | { readonly character: string } {
  if (handling === 'keep') return text;
  const character = forbidden.exec(text)?.[0];
  if (character === undefined) return text;
  return handling === 'blank' ? text.replace(new RegExp(forbidden.source, 'g'), ' ') : { character };
}

/** Finds any of the characters, and control characters. */
export function anyOf(characters: readonly string[]): RegExp {
  const escaped = characters.filter((each) => each !== '').map((each) => each.replace(/[\\\]^-]/g, '\\$&'));
  return new RegExp(`[${escaped.join('')}\\u0000-\\u001f]`);
}

/** An element with each of its texts changed. */
export function mapText(element: RawElement, change: (text: string) => string): RawElement {
  if (typeof element === 'string') return change(element);
  if ('repeat' in element) {
    return { repeat: element.repeat.map((part) => (typeof part === 'string' ? change(part) : part.map(change))) };
  }
  return element.map(change);
}
