import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { reasonParam, referenceParam, salesAreaParams, sapParam, Warning } from '../params.ts';

/**
 * Asks finance for a credit memo (API_CREDIT_MEMO_REQUEST_SRV). The request stands with a billing block until it is released
 * (`sap.release-credit-memo`), and can be taken back until it is billed (`sap.reject-document`).
 */
export const createCreditMemo = defineNode({
  type: 'sap.create-credit-memo',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: sapParam,
    reference: referenceParam,
    requestType: z
      .string()
      .regex(/^[A-Z0-9]{1,4}$/, 'Use up to four capital letters or digits.')
      .default('CR')
      .describe('Sales document type of the request.')
      .meta({ label: 'Request type', placeholder: 'CR' }),
    ...salesAreaParams,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'Use an ISO 4217 code, for example EUR.')
      .meta({ label: 'Currency', placeholder: 'EUR' }),
    customerReturn: z
      .string()
      .max(10)
      .optional()
      .describe('Customer return it is for; empty where none is known.')
      .meta({ label: 'Customer return' }),
    reason: reasonParam('Reason'),
    billingBlock: z
      .string()
      .regex(/^[A-Z0-9]{0,2}$/, 'Use up to two capital letters or digits.')
      .default('08')
      .describe('Holds the credit memo back until it is released. Empty: none.')
      .meta({ label: 'Billing block', placeholder: '08' }),
    lines: z
      .array(
        z.object({
          sku: z.string().min(1).max(40).meta({ label: 'SKU' }),
          quantity: z.number().positive().meta({ label: 'Quantity' }),
          unit: z.string().max(3).optional().meta({ label: 'Unit' }),
          amount: z
            .string()
            .regex(/^\d{1,12}(\.\d{1,3})?$/, 'Use a decimal with a point, for example 12.50.')
            .describe('What is given back for all pieces of the line.')
            .meta({ label: 'Amount', placeholder: '12.50' }),
        }),
      )
      .min(1)
      .max(500)
      .meta({ label: 'Lines' }),
  }),
  input: Json,
  outputs: {
    created: z.object({
      creditMemoRequest: z.string().describe('Number of the request.'),
      created: z.boolean().describe('False when it was there already.'),
      reference: z.string(),
      total: z.object({ amount: z.string().describe('Decimal, as SAP added it up.'), currency: z.string() }),
      createdOn: z.string().optional(),
      warnings: z.array(Warning),
    }),
  },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Request credit memo',
    group: 'ERP',
    icon: 'receipt-text',
    summary: '{reference}',
    description: 'Makes a credit memo request in S/4HANA, once, also when an answer was lost.',
    system: 'SAP S/4HANA',
  },
});
