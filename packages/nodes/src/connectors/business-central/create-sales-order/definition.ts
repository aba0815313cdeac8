import { defineNode } from '@lockstep/schema/node';
import { z } from 'zod';
import { OrderLine } from '../../kit/order-lines.ts';
import { BC_RETRY, bcParam } from '../params.ts';

/**
 * Creates a sales order with its lines. Business Central knows no idempotency key and takes the same order twice, so a repeated
 * attempt first looks for an order of this customer with our reference (`externalDocumentNumber`).
 */
export const createBcSalesOrder = defineNode({
  type: 'business-central.create-sales-order',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: bcParam,
    customerNumber: z
      .string()
      .min(1)
      .max(20)
      .describe('Customer that buys, often one collective customer for each shop.')
      .meta({ label: 'Customer', placeholder: '10000' }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'Use an ISO 4217 code, for example EUR.')
      .optional()
      .describe('Empty: that of the company.')
      .meta({ label: 'Currency', placeholder: 'GBP' }),
    lookUp: z
      .enum(['when-in-doubt', 'always'])
      .default('when-in-doubt')
      .describe('Whether our reference is looked for before any repeated attempt only, or before the first too.')
      .meta({ label: 'Look for an existing order', fixed: true }),
  }),
  input: z.looseObject({
    reference: z.string().min(1).max(35).describe('Our reference: externalDocumentNumber, 35 characters at most.'),
    placedAt: z.string().optional(),
    lines: z.array(OrderLine).min(1),
  }),
  outputs: {
    created: z.object({
      id: z.string(),
      number: z.string(),
      etag: z.string(),
      created: z.boolean().describe('False when the order was there already.'),
      reference: z.string(),
    }),
  },
  retry: BC_RETRY,
  timeoutMs: 30_000,
  ui: {
    label: 'Create sales order (Business Central)',
    group: 'ERP',
    icon: 'briefcase-business',
    summary: '{customerNumber}',
    description: 'Creates a sales order from a canonical order, once, also when an answer was lost.',
    system: 'Business Central',
  },
});
