import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { Tax, taxParams } from '../tax.ts';

/**
 * Records what tax is owed for an invoice: `SalesInvoice` at AvaTax under our number as `code`, committed if you like. A
 * repeated attempt looks for the document of that number before it records another.
 */
export const recordTax = defineNode({
  type: 'avatax.record-tax',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    ...taxParams,
    code: z
      .string()
      .min(1)
      .max(50)
      .describe('Our number of the invoice or order; one document bears it.')
      .meta({ label: 'Document code', placeholder: '=input.reference' }),
    commit: z
      .boolean()
      .default(true)
      .describe('A committed document is reported to the authorities, and can only be voided.')
      .meta({ label: 'Commit it', fixed: true }),
  }),
  input: Json,
  outputs: { recorded: Tax },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 20_000,
  ui: {
    label: 'Record tax',
    group: 'Tax',
    icon: 'landmark',
    summary: '{companyCode} {code}',
    description: 'Records what tax is owed for an invoice, once.',
    system: 'AvaTax',
  },
});
