import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { Tax, taxParams } from '../tax.ts';

/** Asks what tax is owed, and records nothing: `SalesOrder` at AvaTax. */
export const quoteTax = defineNode({
  type: 'avatax.quote-tax',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object(taxParams),
  input: Json,
  outputs: { out: Tax },
  retry: { maxAttempts: 2, baseMs: 100, capMs: 2_000, jitter: 0.2 },
  timeoutMs: 5_000,
  ui: {
    label: 'Ask for tax',
    group: 'Tax',
    icon: 'percent',
    summary: '{companyCode}',
    description: 'Asks what tax is owed. Nothing is recorded.',
    system: 'AvaTax',
  },
});
