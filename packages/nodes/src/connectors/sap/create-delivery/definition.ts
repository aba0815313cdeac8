import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { OrderLine } from '../../kit/order-lines.ts';
import { deliveryParam, sapParam } from '../params.ts';

/**
 * Creates the outbound delivery of a part of a sales order. S/4HANA knows no idempotency key: an attempt that may have arrived is looked
 * up by our reference first. It never delivers more than was ordered.
 */
export const createDelivery = defineNode({
  type: 'sap.create-delivery',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: sapParam,
    salesOrder: z.string().min(1).max(10).meta({ label: 'Sales order', placeholder: '=input.salesOrder' }),
    reference: z
      .string()
      .min(1)
      .max(35)
      .describe('Ours, one for each delivery: DeliveryDocumentBySupplier.')
      .meta({ label: 'Reference', placeholder: '=input.parcel' }),
    lines: z
      .array(OrderLine)
      .describe('What is delivered, by sku and quantity.')
      .meta({ editor: 'json', label: 'Lines', placeholder: '=input.lines' }),
    shippingPoint: z
      .string()
      .regex(/^[A-Z0-9]{1,4}$/, 'Use up to four capital letters or digits.')
      .optional()
      .describe('Empty: that of the sales order.')
      .meta({ label: 'Shipping point', placeholder: '1010' }),
    lookUp: z
      .enum(['when-in-doubt', 'always'])
      .default('when-in-doubt')
      .describe('"always" also finds the delivery that another run has made under this reference.')
      .meta({ label: 'Look for an existing delivery', fixed: true }),
  }),
  input: Json,
  outputs: { created: deliveryParam },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Create delivery',
    group: 'ERP',
    icon: 'package-check',
    summary: '{salesOrder}',
    description: 'Creates the outbound delivery of a part of a sales order, once, also when an answer was lost.',
    system: 'SAP S/4HANA',
  },
});
