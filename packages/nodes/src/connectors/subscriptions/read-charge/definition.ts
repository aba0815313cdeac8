import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { chargeParam, rechargeParam } from '../params.ts';

/** Reads a charge of a subscription as it stands now: paid, queued, failed or skipped. */
export const readChargeStep = defineNode({
  type: 'subscriptions.read-charge',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({ connection: rechargeParam, charge: chargeParam }),
  input: Json,
  outputs: {
    charge: z.looseObject({ id: z.int(), status: z.string() }).describe('As Recharge gives it.'),
    missing: z.object({ charge: z.int() }),
  },
  retry: { maxAttempts: 6, baseMs: 1_000, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 15_000,
  ui: {
    label: 'Read charge',
    group: 'Commerce',
    icon: 'repeat-2',
    summary: '{charge}',
    description: 'Reads a charge of a subscription as it stands now.',
    system: 'Recharge',
  },
});
