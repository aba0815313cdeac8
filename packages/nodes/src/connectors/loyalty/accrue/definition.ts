import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { Movement } from '../movement.ts';
import { accountParam, loyaltyParam, pointsParam, referenceParam } from '../params.ts';

/**
 * Gives a member points for what was bought. Our reference is the idempotency key at Square, so neither a repeated attempt nor a
 * second run gives them twice. What takes them back is `loyalty.reverse`, on the undo port.
 */
export const accruePoints = defineNode({
  type: 'loyalty.accrue',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: loyaltyParam,
    account: accountParam,
    points: pointsParam,
    reference: referenceParam,
  }),
  input: Json,
  outputs: { accrued: Movement },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 20_000,
  ui: {
    label: 'Accrue points',
    group: 'CRM',
    icon: 'gift',
    summary: '{points} for {reference}',
    description: 'Gives a member points for what was bought, once for each reference.',
    system: 'Square Loyalty',
  },
});
