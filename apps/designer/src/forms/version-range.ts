import { LATEST } from '@lockstep/schema/graph';

/** The ways a form can say which versions will do; `written` is for ranges no form makes. */
export type RangeWay = 'latest' | 'compatible' | 'one' | 'between' | 'written';

export interface RangeForm {
  readonly way: RangeWay;
  /** Of `one` and `between`: the first version that will do; of `compatible`: the major that is. */
  readonly from?: number;
  /** Of `between`: the last version that will do; absent when any newer one will. */
  readonly to?: number;
}

/** A range as the form shows it. */
export function rangeForm(text: string): RangeForm {
  const range = text.trim();
  if (range === '' || range === LATEST) return { way: 'latest' };
  const compatible = /^\^([1-9]\d{0,5})(\.0){0,2}$/.exec(range);
  if (compatible) return { way: 'compatible', from: Number(compatible[1]) };
  const one = /^=?([1-9]\d{0,8})$/.exec(range);
  if (one) return { way: 'one', from: Number(one[1]) };
  const between = /^>=([1-9]\d{0,8})(?:\s+(<=?)([1-9]\d{0,8}))?$/.exec(range);
  if (!between) return { way: 'written' };
  const [, from, comparison, bound] = between;
  if (bound === undefined) return { way: 'between', from: Number(from) };
  return { way: 'between', from: Number(from), to: Number(bound) - (comparison === '<' ? 1 : 0) };
}

/** The text of a range that a form said; bounds are whole numbers from 1. */
export function rangeText({
  way,
  from = 1,
  to,
}: Omit<RangeForm, 'way'> & { readonly way: Exclude<RangeWay, 'written'> }) {
  switch (way) {
    case 'latest':
      return LATEST;
    case 'compatible':
      return `^${from}`;
    case 'one':
      return String(from);
    case 'between':
      return to === undefined ? `>=${from}` : `>=${from} <=${Math.max(from, to)}`;
    default:
      return way satisfies never;
  }
}
