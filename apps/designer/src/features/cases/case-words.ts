import type { StatusTone } from '../../ui/index.ts';

/** A state, a milestone or a kind as people read it: `partially_fulfilled` is "Partially fulfilled". */
export function stateWords(state: string): string {
  const text = state.replaceAll(/[_-]/g, ' ').trim();
  return text === '' ? 'Unknown' : text.charAt(0).toUpperCase() + text.slice(1);
}

const TONES: Readonly<Record<string, StatusTone>> = {
  delivered: 'ok',
  fulfilled: 'ok',
  refunded: 'ok',
  closed: 'ok',
  shipped: 'ok',
  partially_fulfilled: 'running',
  in_fulfilment: 'running',
  in_transit: 'running',
  out_for_delivery: 'running',
  released: 'running',
  allocated: 'running',
  confirmed: 'running',
  approved: 'running',
  delayed: 'waiting',
  backordered: 'waiting',
  exception: 'failed',
  rejected: 'failed',
};

/** How a state looks; words of the company's own are plain. */
export function stateTone(state: string): StatusTone {
  return TONES[state] ?? 'idle';
}

/** How often the screens ask anew: no event tells of cases. */
export const REFRESH_MS = 5_000;
