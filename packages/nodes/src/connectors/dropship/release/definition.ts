import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { supplierParam } from '../params.ts';

/** Gives a reservation back, also as the undo step of one. One that is not there, or was used up, is given back already. */
export const releaseAtSupplier = defineNode({
  type: 'dropship.release',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: supplierParam,
    reservation: z
      .string()
      .max(64)
      .nullable()
      .describe('Null, as where there was nothing to reserve: done without a call.')
      .meta({ editor: 'text', label: 'Reservation', placeholder: '=input.reservation' }),
  }),
  input: Json,
  outputs: { released: z.object({ reservation: z.string().nullable() }) },
  timeoutMs: 20_000,
  ui: {
    label: 'Release (supplier)',
    group: 'Warehouse',
    icon: 'undo-2',
    summary: '{reservation}',
    description: 'Gives pieces back that the supplier kept for us.',
    system: 'Drop-ship supplier',
  },
});
