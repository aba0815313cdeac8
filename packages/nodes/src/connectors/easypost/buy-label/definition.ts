import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { Label, labelParams } from '../../kit/label.ts';

/**
 * Buys a label at EasyPost: a shipment under our number, the rate wanted, postage. EasyPost knows no idempotency key; it
 * knows shipments by our number, so a repeated attempt looks before it makes another, and buys only what is not bought.
 */
export const buyLabel = defineNode({
  type: 'easypost.buy-label',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: z.string().min(1).meta({ editor: 'connection', system: 'easypost', label: 'Connection', fixed: true }),
    ...labelParams,
    carrier: z
      .string()
      .min(1)
      .optional()
      .describe('Empty: any carrier.')
      .meta({ label: 'Carrier', placeholder: 'USPS' }),
    service: z
      .string()
      .min(1)
      .optional()
      .describe('Empty: the cheapest there is.')
      .meta({ label: 'Service', placeholder: 'GroundAdvantage' }),
  }),
  input: Json,
  outputs: {
    bought: Label,
    'no-rate': z.object({
      reference: z.string(),
      offered: z.array(
        z.object({ carrier: z.string(), service: z.string(), amount: z.string(), currency: z.string() }),
      ),
      messages: z.array(z.string()).describe('What the carriers said.'),
    }),
  },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Buy label (EasyPost)',
    group: 'Shipping',
    icon: 'truck',
    summary: '{carrier} {service}',
    description: 'Buys a label for a parcel, once. Leaves by "no-rate" when nobody offers the service.',
    system: 'EasyPost',
  },
});
