import type { EdifactSeparators } from './separators.ts';

/**
 * Finds a character a segment may not have: besides capitals, digits and some marks in UNOA, besides ASCII in UNOB. The larger sets
 * hold what their bytes could be decoded to. `undefined`: anything may be there.
 *
 * @see ISO 9735-1, 6 and annex A
 */
export function outsideOf(syntax: string, separators: EdifactSeparators): RegExp | undefined {
  if (syntax !== 'UNOA' && syntax !== 'UNOB') return undefined;
  const { element, component, release, repetition } = separators;
  const service = [element, component, release, repetition].join('').replace(/[\\\]^-]/g, '\\$&');
  return syntax === 'UNOA'
    ? new RegExp(`[^A-Z0-9 .,()/='+:?!"%&*;<>${service}\\-]`)
    : new RegExp(`[^\\u0020-\\u007e${service}]`);
}
