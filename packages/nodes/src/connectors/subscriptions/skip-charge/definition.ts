import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { chargeParam, rechargeParam } from '../params.ts';

/**
 * Leaves one renewal out: the charge is skipped, the subscription goes on with the next one. Every attempt looks how the charge stands
 * before it asks, so a charge that is skipped already is done.
 */
export const skipCharge = defineNode({
  type: 'subscriptions.skip-charge',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({ connection: rechargeParam, charge: chargeParam }),
  input: Json,
  outputs: {
    skipped: z.object({ charge: z.int(), changed: z.boolean().describe('False when it was skipped already.') }),
    'too-late': z.object({ charge: z.int(), status: z.string() }).describe('It is paid, failed or refunded.'),
  },
  retry: { maxAttempts: 6, baseMs: 1_000, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 15_000,
  ui: {
    label: 'Skip charge',
    group: 'Commerce',
    icon: 'calendar-clock',
    summary: '{charge}',
    description: 'Leaves one renewal of a subscription out.',
    system: 'Recharge',
  },
});
