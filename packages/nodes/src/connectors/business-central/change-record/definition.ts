import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { BC_RETRY, bcParam } from '../params.ts';

/** Changes fields of one record, if nobody changed it in between: `PATCH` with `If-Match`. Sent again it writes the same values. */
export const changeBcRecord = defineNode({
  type: 'business-central.change-record',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: bcParam,
    entity: z
      .string()
      .regex(/^[a-z][A-Za-z]*$/, 'Use the name of an entity set, for example salesOrders.')
      .meta({ label: 'Entity set', placeholder: 'salesOrders', fixed: true }),
    id: z
      .string()
      .regex(/^[0-9a-fA-F-]{36}$/, 'Use the id of a record, a GUID.')
      .meta({ label: 'Id', placeholder: '7ce0af2e-0963-460f-9b1f-0014aea3e117' }),
    etag: z
      .string()
      .optional()
      .describe('What was read: a record that changed since leaves at "conflict". Empty: the record as it is now.')
      .meta({ label: 'Etag', placeholder: '=steps.order.etag' }),
    fields: Json.meta({ editor: 'json', label: 'Fields', placeholder: '={ requestedDeliveryDate: input.day }' }),
  }),
  input: Json,
  outputs: {
    changed: z.object({ id: z.string(), etag: z.string(), record: Json }),
    conflict: z.object({ id: z.string(), etag: z.string().describe('As it is now.'), record: Json }),
  },
  retry: BC_RETRY,
  timeoutMs: 30_000,
  ui: {
    label: 'Change record (Business Central)',
    group: 'ERP',
    icon: 'pencil',
    summary: '{entity}',
    description: 'Changes fields of one record. Leaves by "conflict" when somebody else changed it in between.',
    system: 'Business Central',
  },
});
