import { defineNode } from '@lockstep/schema/node';
import { z } from 'zod';
import { OrderLine } from '../../kit/order-lines.ts';
import { salesAreaParams, sapParam } from '../params.ts';

const Money = z.object({ amount: z.string().describe('Decimal.'), currency: z.string() });

const Warning = z.object({
  severity: z.enum(['info', 'warning', 'error']),
  code: z.string(),
  message: z.string(),
});

/**
 * Creates a sales order in S/4HANA (API_SALES_ORDER_SRV, deep insert of header and items).
 *
 * S/4HANA knows no idempotency key and takes the same order twice. So whenever an earlier attempt may have reached it,
 * the step first looks for an order with our reference (`PurchaseOrderByCustomer`) of this sold-to party, and answers
 * that one with `created: false`.
 */
export const createSalesOrder = defineNode({
  type: 'sap.create-sales-order',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: sapParam,
    orderType: z
      .string()
      .regex(/^[A-Z0-9]{1,4}$/, 'Use up to four capital letters or digits.')
      .default('OR')
      .describe('Sales document type.')
      .meta({ label: 'Order type', placeholder: 'OR' }),
    ...salesAreaParams,
    soldToParty: salesAreaParams.soldToParty
      .describe('Business partner that buys, often one collective customer for each shop.')
      .meta({ label: 'Sold-to party', placeholder: '17100001' }),
    lookUp: z
      .enum(['when-in-doubt', 'always'])
      .default('when-in-doubt')
      .describe(
        '"when-in-doubt" looks for our reference before any repeated attempt; "always" also before the first, which also catches the same order sent as another message.',
      )
      .meta({ label: 'Look for an existing order', fixed: true }),
  }),
  input: z.looseObject({
    reference: z.string().min(1).max(35).describe('Our reference: PurchaseOrderByCustomer, 35 characters at most.'),
    lines: z.array(OrderLine).min(1),
    currency: z.string().optional().describe('Document currency; the one of the sales area when absent.'),
  }),
  outputs: {
    created: z.object({
      salesOrder: z.string().describe('Number of the sales order.'),
      created: z.boolean().describe('False when the order was there already.'),
      reference: z.string(),
      total: Money.describe('Net amount as SAP priced it.'),
      createdOn: z.string().optional().describe('Date, YYYY-MM-DD.'),
      warnings: z.array(Warning).describe('Messages S/4HANA sent along although it took the order.'),
    }),
  },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Create sales order',
    group: 'ERP',
    icon: 'receipt-text',
    summary: '{salesOrganization} / {distributionChannel} / {division}',
    description: 'Creates a sales order in S/4HANA from a canonical order, once, also when an answer was lost.',
    system: 'SAP S/4HANA',
  },
});
