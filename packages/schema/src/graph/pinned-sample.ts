import { z } from 'zod';
import { Json } from '../run/json.ts';
import type { Flow } from './flow.ts';

/** Steps of one draft that may have a pinned sample. */
export const MAX_PINNED = 200;

/**
 * What an analyst keeps beside a step to try it with: what it received, and what it answers while its effect is switched off.
 * It belongs to the draft alone: no version, no run and no hash knows of it.
 */
export const PinnedSample = z.object({
  input: Json,
  /** What the step answers instead of its effect when it is tried; absent: nothing is said. */
  output: z.object({ port: z.string().min(1), value: Json }).optional(),
  /** Run it was taken from. */
  from: z.string().max(100).optional(),
  at: z.iso.datetime(),
});
export type PinnedSample = z.infer<typeof PinnedSample>;

/** The flow as it may leave the draft: published, run, compared. */
export function withoutPinned(flow: Flow): Flow {
  if (flow.pinned === undefined) return flow;
  const { pinned: _, ...rest } = flow;
  return rest;
}
