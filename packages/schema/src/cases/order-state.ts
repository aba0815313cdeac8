import type { CasePart } from './case.ts';
import { PART_STATES } from './machines.ts';

const progress = (state: string) => PART_STATES.progress[state] ?? 0;

/**
 * The state of an order that its lines tell: of those that were not cancelled, what all have reached, or what some have.
 *
 * @param lines at least one
 */
export function orderState(lines: readonly Pick<CasePart, 'state'>[]): string {
  const open = lines.filter(({ state }) => state !== 'cancelled');
  if (open.length === 0) return 'cancelled';
  const reached = open.map(({ state }) => progress(state));
  const [least, most] = [Math.min(...reached), Math.max(...reached)];
  if (least >= progress('returned')) return 'returned';
  if (most >= progress('returned')) return 'partially_returned';
  if (least >= progress('delivered')) return 'delivered';
  if (least >= progress('shipped')) return 'fulfilled';
  if (most >= progress('shipped')) return 'partially_fulfilled';
  if (open.some(({ state }) => state === 'delayed' || state === 'backordered')) return 'delayed';
  if (least >= progress('released')) return 'in_fulfilment';
  if (least >= progress('allocated')) return 'confirmed';
  return 'received';
}
