import type { LaneSettings } from '@lockstep/schema/graph';
import type { LaneReason } from '@lockstep/schema/run';

/** What people call the key of a lane: as they said, else the last word of the expression. */
export function keyName({ name, key }: LaneSettings): string {
  if (name !== undefined && name.trim() !== '') return name.trim();
  const last = /([A-Za-z_$][\w$]*)\s*$/.exec(key)?.[1];
  if (last === undefined || last === 'input') return 'key';
  return last
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_$]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** `one at a time per order number`. */
export function oneAtATime(lane: LaneSettings): string {
  return `one at a time per ${keyName(lane)}`;
}

/** `12 wait behind ORDER-1001`. */
export function waitBehind(waiting: number, key: string): string {
  if (waiting === 0) return `None waits behind ${key} yet`;
  return `${waiting} ${waiting === 1 ? 'waits' : 'wait'} behind ${key}`;
}

/** Why a lane set a run aside, as a sentence. */
export const ASIDE_WORDS: Readonly<Record<LaneReason, string>> = {
  stale: 'Set aside: a newer message was done before it.',
  superseded: 'Set aside: a newer message came while it waited.',
  duplicate: 'Set aside: the same message came before.',
};
