import { cellOf, type TableRow } from './table.ts';

/** A value that an unknown code may stand for. */
export interface Likely {
  readonly value: string;
  /** The known code it was found by: a sibling that is written alike; or the value itself. */
  readonly because: string;
  /** 0 to 1. */
  readonly likeness: number;
}

const LEAST = 0.4;

/**
 * Values for a code that a table does not have, the likeliest first: those of codes that are written alike, and values that are
 * written like the code itself.
 */
export function likelyValues(
  key: string,
  rows: readonly TableRow[],
  { from, to, limit = 5 }: { readonly from: string; readonly to: string; readonly limit?: number },
): readonly Likely[] {
  const best = new Map<string, Likely>();
  const wanted = gramsOf(key);
  const offer = (value: string, because: string): void => {
    const likeness = likenessOf(wanted, gramsOf(because));
    const known = best.get(value);
    if (likeness >= LEAST && (!known || known.likeness < likeness)) best.set(value, { value, because, likeness });
  };
  for (const { cells } of rows) {
    const value = cellOf(cells, to);
    if (value === '') continue;
    offer(value, value);
    const sibling = cellOf(cells, from);
    if (sibling !== '') offer(value, sibling);
  }
  return [...best.values()].sort((a, b) => b.likeness - a.likeness || (a.value < b.value ? -1 : 1)).slice(0, limit);
}

/** Pairs of neighbouring letters and digits, case and punctuation left out, counted (Sorensen-Dice). */
function gramsOf(text: string): ReadonlyMap<string, number> {
  const plain = `^${text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')}$`;
  const grams = new Map<string, number>();
  for (let at = 0; at + 1 < plain.length; at++) {
    const gram = plain.slice(at, at + 2);
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

function likenessOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  let all = 0;
  for (const [gram, count] of a) {
    shared += Math.min(count, b.get(gram) ?? 0);
    all += count;
  }
  for (const count of b.values()) all += count;
  return all === 0 ? 0 : (2 * shared) / all;
}
