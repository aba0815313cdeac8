/** A simple element, the components of a composite one, or one that comes several times. */
export type RawElement = string | readonly string[] | { readonly repeat: readonly (string | readonly string[])[] };

/** A segment with its elements, as plain data: `['N1', 'ST', 'Shop']`. */
export type RawSegment = readonly [string, ...RawElement[]];

/** A segment of a text. */
export interface Segment {
  readonly id: string;
  /** Itself as plain data: its name, then its elements, so that element 3 is `raw[3]`. */
  readonly raw: RawSegment;
  /** Character of the text it begins at, and the one behind its last. */
  readonly at: number;
  readonly end: number;
  /** Its place in the interchange, from 1. */
  readonly number: number;
}

/** The only or first value of an element; `''` where there is none. */
export function textOf(element: RawElement | undefined): string {
  if (element === undefined) return '';
  if (typeof element === 'string') return element;
  if ('repeat' in element) return textOf(element.repeat[0]);
  return element[0] ?? '';
}

export function isEmpty(element: RawElement | undefined): boolean {
  if (element === undefined || element === '') return true;
  if (typeof element === 'string') return false;
  return 'repeat' in element ? element.repeat.every(isEmpty) : element.every((part) => part === '');
}

/** Elements without the empty ones at the end. */
export function trimmed<T extends RawElement>(elements: readonly T[]): readonly T[] {
  let length = elements.length;
  while (length > 0 && isEmpty(elements[length - 1])) length -= 1;
  return length === elements.length ? elements : elements.slice(0, length);
}
