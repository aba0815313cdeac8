/** What parts segments, elements and components in one interchange; UNA says it, or the syntax version. */
export interface EdifactSeparators {
  readonly element: string;
  readonly component: string;
  /** Parts what comes several times, from syntax version 4 on; `''` before. */
  readonly repetition: string;
  readonly segment: string;
  /** Takes its meaning from the character behind it; `''` when there is none. */
  readonly release: string;
  readonly decimalMark: '.' | ',';
}

/** @see ISO 9735-1, 7.1 */
export const DEFAULTS: EdifactSeparators = {
  element: '+',
  component: ':',
  repetition: '',
  segment: "'",
  release: '?',
  decimalMark: '.',
};

/** UNA at a place: six characters behind its tag. `undefined` when they cannot be told apart. */
export function readUna(text: string, at: number): EdifactSeparators | undefined {
  const [component = '', element = '', mark = '', release = '', fifth = '', segment = ''] = text.slice(at + 3, at + 9);
  const parting = [component, element, segment];
  if (segment === '' || new Set(parting).size < 3 || parting.some((each) => /[A-Za-z0-9\s]/.test(each)))
    return undefined;
  return {
    element,
    component,
    segment,
    release: release === ' ' ? '' : release,
    decimalMark: mark === ',' ? ',' : '.',
    repetition: /[A-Za-z0-9\s]/.test(fifth) || parting.includes(fifth) ? '' : fifth,
  };
}

/** UNA as it is written. */
export function unaOf({ component, element, decimalMark, release, repetition, segment }: EdifactSeparators): string {
  return `UNA${component}${element}${decimalMark}${release || ' '}${repetition || ' '}${segment}`;
}
