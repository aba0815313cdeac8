import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { reasonParam, referenceParam, salesAreaParams, sapParam, Warning } from '../params.ts';

/** Authorises a return in S/4HANA (API_CUSTOMER_RETURN_SRV): from then on its goods may be received. */
export const createCustomerReturn = defineNode({
  type: 'sap.create-customer-return',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: sapParam,
    reference: referenceParam,
    returnType: z
      .string()
      .regex(/^[A-Z0-9]{1,4}$/, 'Use up to four capital letters or digits.')
      .default('CBAR')
      .describe('Sales document type of the return.')
      .meta({ label: 'Return type', placeholder: 'CBAR' }),
    ...salesAreaParams,
    salesOrder: z
      .string()
      .max(10)
      .optional()
      .describe('Sales order the goods were sold by; empty where none is known.')
      .meta({ label: 'Sales order' }),
    reason: reasonParam('Reason'),
    lines: z
      .array(
        z.object({
          sku: z.string().min(1).max(40).meta({ label: 'SKU' }),
          quantity: z.number().positive().meta({ label: 'Quantity' }),
          unit: z.string().max(3).optional().meta({ label: 'Unit' }),
        }),
      )
      .min(1)
      .max(500)
      .describe('Goods that come back.')
      .meta({ label: 'Lines' }),
  }),
  input: Json,
  outputs: {
    created: z.object({
      customerReturn: z.string().describe('Number of the return.'),
      created: z.boolean().describe('False when it was there already.'),
      reference: z.string(),
      createdOn: z.string().optional(),
      warnings: z.array(Warning),
    }),
  },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Authorise return',
    group: 'ERP',
    icon: 'archive-restore',
    summary: '{reference}',
    description: 'Makes a customer return in S/4HANA, once, so that the warehouse may receive its goods.',
    system: 'SAP S/4HANA',
  },
});
