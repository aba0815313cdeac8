import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { OrderLine } from '../../kit/order-lines.ts';

/**
 * Has the warehouse pick, pack and ship, or make ready for a customer who comes to collect. What becomes of it is told by
 * webhooks. The warehouse honours our idempotency key.
 */
export const releaseShipment = defineNode({
  type: 'wms.release-shipment',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: z.string().min(1).meta({ editor: 'connection', system: 'wms', label: 'Connection', fixed: true }),
    warehouse: z.string().min(1).max(40).meta({ label: 'Warehouse', placeholder: 'BER-1' }),
    orderRef: z
      .string()
      .min(1)
      .max(64)
      .describe('The reference the warehouse knows the order by.')
      .meta({ label: 'Order reference', placeholder: '=input.reference' }),
    service: z
      .enum(['parcel', 'pickup'])
      .default('parcel')
      .describe('How the customer gets it.')
      .meta({ label: 'Service', fixed: true, words: { parcel: 'Sent as a parcel', pickup: 'Collected in the shop' } }),
    allocationId: z
      .string()
      .max(64)
      .optional()
      .describe('Allocation that this shipment uses up.')
      .meta({ label: 'Allocation', placeholder: '=input.allocationId' }),
    lines: z
      .array(OrderLine)
      .describe('Lines with sku and quantity.')
      .meta({ editor: 'json', label: 'Lines', placeholder: '=input.lines' }),
    shipTo: Json.optional()
      .describe('Canonical address; none for what is collected.')
      .meta({ editor: 'json', label: 'Ship to', placeholder: '=input.shipTo' }),
  }),
  input: Json,
  outputs: {
    released: z.object({
      shipmentId: z.string(),
      orderRef: z.string(),
      warehouse: z.string(),
      lines: z.array(z.object({ sku: z.string(), quantity: z.number() })),
    }),
  },
  timeoutMs: 20_000,
  ui: {
    label: 'Release shipment',
    group: 'Warehouse',
    icon: 'package-open',
    summary: '{warehouse}, {service}',
    description: 'Has the warehouse pick, pack and ship, or make an order ready to be collected.',
    system: 'WMS',
  },
});
