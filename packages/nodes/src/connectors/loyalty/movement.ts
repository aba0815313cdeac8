import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { at, textAt } from '../kit/read-json.ts';
import { unreadable } from './client.ts';

/** One entry of the ledger of a loyalty account. */
export const Movement = z.object({
  account: z.string(),
  /** Added to the balance; negative when it is taken away. */
  points: z.int(),
  /** What it is for, in our words. */
  reference: z.string(),
  /** Id of the entry at Square. */
  entry: z.string(),
  /** When it was entered, ISO 8601. */
  at: z.string(),
});
export type Movement = z.infer<typeof Movement>;

/** @throws StepError when the answer of a write holds no such entry: the next attempt asks under the same key */
export function movementOf(
  event: Json | undefined,
  kind: 'accumulate_points' | 'adjust_points',
  reference: string,
): Movement {
  const points = at(event, kind, 'points');
  const [entry, account, time] = ['id', 'loyalty_account_id', 'created_at'].map((name) => textAt(event, name));
  if (typeof points !== 'number' || entry === undefined || account === undefined || time === undefined)
    throw unreadable(true);
  return { account, points, reference, entry, at: time };
}
