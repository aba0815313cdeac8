/** What parts segments, elements and components in one interchange; ISA says it. */
export interface X12Separators {
  readonly element: string;
  readonly component: string;
  /** Parts what comes several times in one element, from 00402 on; `''` before. */
  readonly repetition: string;
  readonly segment: string;
}

/** ISA of an interchange: its 16 elements, how it is written, and where the next segment begins. */
export interface IsaHead {
  readonly elements: readonly string[];
  readonly separators: X12Separators;
  /** Character behind the last of ISA, its terminator excluded. */
  readonly end: number;
  /** Whether it has the fixed widths the standard asks for. */
  readonly isExact: boolean;
}

/** Widths of the elements of ISA. @see X12.5, 4.1 */
export const ISA_WIDTHS: readonly number[] = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];

/** Characters of ISA at most where its padding is not kept; a real one has 106. */
const MAX_ISA = 400;

/**
 * ISA at `at`. Its fixed widths are tried first; where padding was lost or a line broken, it is read by its element separator.
 *
 * @returns undefined when it cannot be told what the separators are
 */
export function readIsa(text: string, at: number): IsaHead | undefined {
  const element = text.charAt(at + 3);
  if (element === '' || /[\sA-Za-z0-9]/.test(element)) return undefined;
  return exactIsa(text, at, element) ?? looseIsa(text, at, element);
}

function exactIsa(text: string, at: number, element: string): IsaHead | undefined {
  const elements: string[] = [];
  let from = at + 3;
  for (const width of ISA_WIDTHS) {
    if (text.charAt(from) !== element) return undefined;
    const value = text.slice(from + 1, from + 1 + width);
    if (value.includes(element) || /[\r\n]/.test(value)) return undefined;
    elements.push(value);
    from += 1 + width;
  }
  return headOf(text, element, elements, from, true);
}

function looseIsa(text: string, at: number, element: string): IsaHead | undefined {
  const near = text.slice(at, at + MAX_ISA);
  const parts = near.split(element);
  if (parts.length < 17) return undefined;
  const elements = parts.slice(1, 16).map((part) => part.replace(/[\r\n\t\u00a0]+/g, ' ').trim());
  const begin = at + parts.slice(0, 16).reduce((sum, part) => sum + part.length + 1, 0);
  return headOf(text, element, [...elements, text.charAt(begin)], begin + 1, false);
}

function headOf(
  text: string,
  element: string,
  elements: readonly string[],
  end: number,
  isExact: boolean,
): IsaHead | undefined {
  const [component = '', eleventh = '', version = ''] = [elements[15], elements[10], elements[11]];
  const segment = text.charAt(end);
  if (segment === '' || segment === element || /[A-Za-z0-9 ]/.test(segment)) return undefined;
  // Before 00402 the place of the repetition separator held the code of a standards body.
  const repetition = version >= '00402' && !/[\sA-Za-z0-9]/.test(eleventh) && eleventh !== element ? eleventh : '';
  return { elements, separators: { element, component, repetition, segment }, end, isExact };
}
