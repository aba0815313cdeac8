import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { orderIdParam, spApiParam } from '../params.ts';

/** Tells the marketplace that a parcel of an order has left. */
export const confirmAmazonShipment = defineNode({
  type: 'sp-api.confirm-shipment',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: spApiParam,
    orderId: orderIdParam,
    parcel: z
      .string()
      .regex(/^[1-9]\d{0,8}$/, 'Use a number from 1.')
      .default('1')
      .describe('Which parcel of the order: the same number said again changes what was said before.')
      .meta({ editor: 'text', label: 'Parcel', placeholder: '1' }),
    carrier: z
      .string()
      .min(1)
      .max(100)
      .describe('As Amazon calls it, for example DHL or UPS.')
      .meta({ editor: 'text', label: 'Carrier', placeholder: 'DHL' }),
    method: z.string().max(100).default('').meta({ editor: 'text', label: 'Service', placeholder: 'Paket' }),
    tracking: z
      .string()
      .min(1)
      .max(100)
      .meta({ editor: 'text', label: 'Tracking number', placeholder: '=input.trackingNumber' }),
    shippedAt: z
      .string()
      .min(1)
      .describe('When it left, as ISO text.')
      .meta({ editor: 'text', label: 'Left at', placeholder: '=input.shippedAt' }),
    items: z
      .array(z.object({ orderItemId: z.string().min(1), quantity: z.int().positive() }))
      .describe('Items in the parcel: { orderItemId, quantity }.')
      .meta({ editor: 'json', label: 'Items', placeholder: '=input.items' }),
  }),
  input: Json,
  outputs: { out: z.object({ orderId: z.string(), parcel: z.string(), tracking: z.string() }) },
  ui: {
    label: 'Confirm shipment (Amazon)',
    group: 'Commerce',
    icon: 'package-check',
    summary: '{orderId}, parcel {parcel}',
    description: 'Tells the marketplace that a parcel has left, with its tracking number.',
    system: 'Amazon',
  },
});
