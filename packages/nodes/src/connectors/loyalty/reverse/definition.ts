import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { Movement } from '../movement.ts';
import { accountParam, loyaltyParam, pointsParam, referenceParam } from '../params.ts';

/**
 * Takes points of a member away again: for goods that came back, and the undo of `loyalty.accrue`. Our reference is the idempotency
 * key at Square.
 */
export const reversePoints = defineNode({
  type: 'loyalty.reverse',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: loyaltyParam,
    account: accountParam,
    points: pointsParam,
    reference: referenceParam,
    whenShort: z
      .enum(['below-zero', 'leave'])
      .default('below-zero')
      .describe(
        'Of a member who has spent them: the balance goes below zero until it is earned again, or nothing is taken away. Below zero also lets a return come before the points of its order.',
      )
      .meta({ label: 'When the balance is too low', fixed: true }),
  }),
  input: Json,
  outputs: {
    reversed: Movement.describe('`points` is negative.'),
    short: z.object({
      account: z.string(),
      balance: z.int(),
      points: z.int().describe('Points that should have been taken away.'),
      reference: z.string(),
    }),
  },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 20_000,
  ui: {
    label: 'Reverse points',
    group: 'CRM',
    icon: 'undo-2',
    summary: '{points} for {reference}',
    description: 'Takes points of a member away again, once for each reference.',
    system: 'Square Loyalty',
  },
});
