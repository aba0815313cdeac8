import type { Chip } from './chips.ts';
import { CARD_WIDTH } from './geometry.ts';
import { textWidth } from './text-width.ts';

/** All lengths in CSS pixels at zoom 1. Padding and border of the card on both sides. */
const ROOM = CARD_WIDTH - 2 * 13;
const GAP = 4;
const PADDING = 12;
const ICON = 14;
const FONT = 11;
/** A longer word is cut with an ellipsis: a system has a name for as long as there is a card. */
export const LONGEST = 84;
/** The way of lanes is cut with an ellipsis as far as this. */
const SHORT_LANE = 64;
const WITHOUT_ICON: ReadonlySet<Chip['kind']> = new Set(['system', 'no-undo']);
/** What a card says as long as it can, what is told first to be put away last. */
const RANK = ['system', 'disabled', 'no-undo', 'undo', 'lane', 'retry', 'strategy', 'timeout'] as const;

/** The chips that a card has room for, in their order, and those it has none for. Computed like everything of a card, never measured. */
export function fitChips(chips: readonly Chip[]): { readonly shown: readonly Chip[]; readonly more: readonly Chip[] } {
  const ranked = chips.toSorted((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind));
  for (let count = ranked.length; count > 1; count -= 1) {
    const kept = ranked.slice(0, count);
    const rest = chips.length - count;
    const widths = [...kept.map(widthOf), ...(rest > 0 ? [PADDING + textWidth(`+${rest}`, FONT)] : [])];
    const width = widths.reduce((sum, one) => sum + one + GAP, -GAP);
    if (width <= ROOM) {
      return { shown: chips.filter((chip) => kept.includes(chip)), more: chips.filter((chip) => !kept.includes(chip)) };
    }
  }
  return { shown: ranked.slice(0, 1), more: chips.filter((chip) => chip !== ranked[0]) };
}

function widthOf({ kind, text }: Chip): number {
  const width = PADDING + textWidth(text, FONT) + (WITHOUT_ICON.has(kind) ? 0 : ICON) + (kind === 'no-undo' ? 2 : 0);
  if (kind === 'lane') return Math.min(width, SHORT_LANE);
  return kind === 'system' ? Math.min(width, LONGEST) : width;
}
