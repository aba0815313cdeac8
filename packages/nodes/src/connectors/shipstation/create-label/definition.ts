import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { Label, labelParams } from '../../kit/label.ts';

/**
 * Buys a label at ShipStation under our number as `external_shipment_id`. A repeated attempt looks for the label of that
 * number before it buys another.
 */
export const createLabel = defineNode({
  type: 'shipstation.create-label',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: z
      .string()
      .min(1)
      .meta({ editor: 'connection', system: 'shipstation', label: 'Connection', fixed: true }),
    ...labelParams,
    carrierId: z
      .string()
      .min(1)
      .describe('Carrier account at ShipStation.')
      .meta({ label: 'Carrier account', placeholder: 'se-28529731' }),
    service: z.string().min(1).meta({ label: 'Service', placeholder: 'dhl_express_worldwide' }),
  }),
  input: Json,
  outputs: { bought: Label },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Buy label (ShipStation)',
    group: 'Shipping',
    icon: 'ship',
    summary: '{service}',
    description: 'Buys a label for a parcel, once.',
    system: 'ShipStation',
  },
});
