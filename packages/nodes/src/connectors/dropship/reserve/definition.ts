import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { linesParam, supplierParam } from '../params.ts';

const Reservation = z.object({
  reservation: z.string().nullable().describe('Null when there is nothing to send.'),
  lines: z.array(z.object({ sku: z.string(), requested: z.number(), reserved: z.number(), short: z.number() })),
});

/** Has the supplier keep pieces for us until they are ordered. Put again under the same reference it is the same reservation. */
export const reserveAtSupplier = defineNode({
  type: 'dropship.reserve',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: supplierParam,
    reservation: z
      .string()
      .min(1)
      .max(64)
      .describe('Ours, and the same in every attempt.')
      .meta({ label: 'Reservation', placeholder: '=input.reference' }),
    lines: linesParam,
  }),
  input: Json,
  outputs: { reserved: Reservation, short: Reservation },
  timeoutMs: 20_000,
  ui: {
    label: 'Reserve (supplier)',
    group: 'Warehouse',
    icon: 'package-check',
    summary: '{reservation}',
    description: 'Has the supplier keep pieces for us. Leaves by "short" when it has not all of them.',
    system: 'Drop-ship supplier',
  },
});
