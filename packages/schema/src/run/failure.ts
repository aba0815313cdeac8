import { z } from 'zod';
import { Json } from './json.ts';

/**
 * What kind of failure a step met; the kind alone decides what the engine does next.
 *
 * - `transient`: may pass by itself (429, 5xx, time-out, reset); tried again under the retry policy
 * - `refused`: the other system understood and said no
 * - `item`: this message is wrong (contract broken, script error on this data)
 * - `flow`: the drawing or its settings are wrong (unknown connection, script that does not compile)
 * - `unknown`: an effect may or may not have happened and must not be repeated blindly
 * - `defect`: ours
 */
export const FailureKind = z.enum(['transient', 'refused', 'item', 'flow', 'unknown', 'defect']);
export type FailureKind = z.infer<typeof FailureKind>;

/** What a person filters exceptions by (R75). */
export const FailureCategory = z.enum([
  'validation',
  'mapping',
  'auth',
  'rate',
  'timeout',
  'business',
  'system',
  'unknown',
]);
export type FailureCategory = z.infer<typeof FailureCategory>;

/** Why an attempt failed, in a form that can be stored, shown and decided upon. Holds no secret and no body. */
export const Failure = z.object({
  kind: FailureKind,
  category: FailureCategory,
  /** Stable, lower-case, dashed: `http-503`, `contract-broken`, `script-error`. */
  code: z.string(),
  /** One sentence for the person who runs the flow. */
  message: z.string(),
  /** How long the other system asked us to wait, in milliseconds. */
  retryAfterMs: z.number().nonnegative().optional(),
  /** True when the effect may have happened although no answer arrived. */
  outcomeUnknown: z.boolean().optional(),
  /**
   * True when the attempt never reached the other system because its connection is paused or has no room (`connection-paused`,
   * `rate-limited`). The engine does not count such an attempt against the retry budget.
   */
  notAttempted: z.boolean().optional(),
  /** True when the attempt tried a failing system out, and it still fails. Not counted against the retry budget either. */
  probe: z.boolean().optional(),
  /** Connection that a failure with `notAttempted` or `probe` waits for. */
  connection: z.string().optional(),
  /** Place in the author's script or expression, 1-based. */
  position: z.object({ line: z.int(), column: z.int(), key: z.string().optional() }).optional(),
  /** Facts worth showing: contract issues, remote error codes. */
  details: Json.optional(),
});
export type Failure = z.infer<typeof Failure>;
