import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { sapParam } from '../params.ts';

/** Bills a delivery. S/4HANA bills each delivery once; the invoice that is there is found by it. */
export const createInvoice = defineNode({
  type: 'sap.create-invoice',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: sapParam,
    delivery: z
      .string()
      .min(1)
      .max(10)
      .describe('Delivery whose goods were issued.')
      .meta({ label: 'Delivery', placeholder: '=input.delivery' }),
    billingType: z
      .string()
      .regex(/^[A-Z0-9]{1,4}$/, 'Use up to four capital letters or digits.')
      .default('F2')
      .meta({ label: 'Billing type', placeholder: 'F2' }),
    lookUp: z
      .enum(['when-in-doubt', 'always'])
      .default('when-in-doubt')
      .describe('"always" also finds the invoice of a delivery that another run has billed.')
      .meta({ label: 'Look for an existing invoice', fixed: true }),
  }),
  input: Json,
  outputs: {
    created: z.object({
      invoice: z.string().describe('Number of the billing document.'),
      created: z.boolean().describe('False when it was there already.'),
      delivery: z.string(),
      total: z.object({ amount: z.string().describe('Decimal, net.'), currency: z.string() }),
      issuedOn: z.string().optional().describe('YYYY-MM-DD.'),
      lines: z
        .array(z.object({ sku: z.string(), quantity: z.number(), net: z.string().describe('Decimal.') }))
        .describe('What it charges.'),
    }),
  },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Create invoice',
    group: 'ERP',
    icon: 'receipt-text',
    summary: '{delivery}',
    description: 'Bills an outbound delivery, once, also when an answer was lost.',
    system: 'SAP S/4HANA',
  },
});
