import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { OrderLine } from '../../kit/order-lines.ts';

const Allocation = z.object({
  allocationId: z.string().nullable().describe('Null when the order has nothing to ship.'),
  orderRef: z.string(),
  warehouse: z.string(),
  lines: z.array(
    z.object({
      sku: z.string(),
      requested: z.number(),
      allocated: z.number(),
      short: z.number(),
    }),
  ),
});

/**
 * Reserves stock for an order in a warehouse. The warehouse honours our idempotency key, so a repeated attempt gets
 * the first answer again. Lines that are cancelled or never ship are left out.
 */
export const allocate = defineNode({
  type: 'wms.allocate',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: z.string().min(1).meta({ editor: 'connection', system: 'wms', label: 'Connection', fixed: true }),
    warehouse: z.string().min(1).max(40).meta({ label: 'Warehouse', placeholder: 'DUB-1' }),
    orderRef: z
      .string()
      .min(1)
      .max(64)
      .describe('The reference the warehouse knows the order by.')
      .meta({ label: 'Order reference', placeholder: '=input.reference' }),
    lines: z
      .array(OrderLine)
      .describe('Lines with sku and quantity, for example those of the canonical order.')
      .meta({ editor: 'json', label: 'Lines', placeholder: '=input.lines' }),
  }),
  input: Json,
  outputs: { allocated: Allocation, short: Allocation },
  timeoutMs: 20_000,
  ui: {
    label: 'Allocate stock',
    group: 'Warehouse',
    icon: 'package-check',
    summary: '{warehouse}',
    description: 'Reserves stock for an order. Leaves by "short" when a line could not be reserved in full.',
    system: 'WMS',
  },
});
