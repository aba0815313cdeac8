import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { taxParams } from '../tax.ts';

/** Takes a recorded document back: the undo of `avatax.record-tax`. Voiding it again changes nothing. */
export const voidTax = defineNode({
  type: 'avatax.void-tax',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: taxParams.connection,
    companyCode: taxParams.companyCode,
    code: z.string().min(1).max(50).meta({ label: 'Document code', placeholder: '=input.reference' }),
  }),
  input: Json,
  outputs: { voided: z.object({ code: z.string(), companyCode: z.string(), status: z.string() }) },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 20_000,
  ui: {
    label: 'Void tax',
    group: 'Tax',
    icon: 'undo-2',
    summary: '{companyCode} {code}',
    description: 'Takes a recorded document back.',
    system: 'AvaTax',
  },
});
