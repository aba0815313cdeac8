import { CARD_WIDTH } from './geometry.ts';
import { textWidth } from './text-width.ts';

/** All lengths in CSS pixels at zoom 1. What lies beside the name: padding, border, the column of the icon and its gap. */
const BESIDE = 2 * 13 + 28 + 9;
const ROOM = CARD_WIDTH - BESIDE;
/** Above and below it, ports on the edge included. */
const AROUND = 8;
const LEADING = 1.14;
/** From large to small; half of that on the screen where most people see them. */
const SIZES = [25, 22, 19, 17] as const;

/** How a name is set: the size of its letters, and over how many lines. */
export interface Title {
  readonly size: number;
  readonly leading: number;
  readonly lines: number;
}

/** The largest letters in which a name stands whole on a card of this height; the smallest, and cut, where it does in none. */
export function fitTitle(name: string, height: number): Title {
  const words = name.split(/\s+/);
  const titles = SIZES.map((size) => ({ size, leading: Math.round(size * LEADING), lines: linesOf(words, size) }));
  const fits = titles.find(({ leading, lines }) => lines * leading <= height - AROUND);
  if (fits !== undefined) return fits;
  const { size, leading } = titles.at(-1) as Title;
  return { size, leading, lines: Math.floor((height - AROUND) / leading) };
}

/** Over how many lines words break; a word that is longer than a line never fits. */
function linesOf(words: readonly string[], size: number): number {
  const space = textWidth(' ', size);
  let lines = 1;
  let at = 0;
  for (const word of words) {
    const width = textWidth(word, size);
    if (width > ROOM) return Number.POSITIVE_INFINITY;
    const next = at === 0 ? width : at + space + width;
    if (next > ROOM) lines += 1;
    at = next > ROOM ? width : next;
  }
  return lines;
}
