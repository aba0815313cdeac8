import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { etagParam, ODATA_RETRY, odataParam, serviceParam } from '../params.ts';

/**
 * Calls an action or a function: a function import of v2, or of v4 one that is bound to records or not. What it is called with is checked by
 * `$metadata`. An action is not repeated on an unknown outcome unless its author says that it may be.
 */
export const callOData = defineNode({
  type: 'odata.call',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['once', 'upsert', 'safe'],
  strategyFor: ({ reads }) => (reads === true ? 'safe' : 'once'),
  params: z.object({
    connection: odataParam,
    service: serviceParam,
    operation: z
      .string()
      .min(1)
      .max(300)
      .regex(/^[A-Za-z_][\w.]*$/, 'Use a name: ReleaseOrder, Microsoft.NAV.shipAndInvoice.')
      .describe('As $metadata calls it; what is bound to records may be named without its namespace.')
      .meta({ label: 'Operation', placeholder: 'Microsoft.NAV.shipAndInvoice', fixed: true, offers: 'operations' }),
    reads: z
      .boolean()
      .default(false)
      .describe('A function: it changes nothing, so it may be repeated.')
      .meta({ label: 'Only reads', fixed: true }),
    set: z
      .string()
      .max(200)
      .default('')
      .describe('Of the records it is bound to. Empty: it is called by itself.')
      .meta({ label: 'Entity set', placeholder: 'salesOrders', fixed: true, offers: 'sets' }),
    key: Json.optional()
      .describe(
        'Of the one record it is called on: value of the key, or all key fields by name. Empty: the set as a whole.',
      )
      .meta({ editor: 'json', label: 'Key', placeholder: '=input.id' }),
    etag: etagParam.describe(
      'Of the record it is called on: it must not have changed since. Empty: the record as it is now.',
    ),
    parameters: z.record(z.string(), Json).default({}).meta({ editor: 'key-values', label: 'Parameters' }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      result: Json.describe('Records by their fields, a list of them, a value, or null where nothing comes back.'),
    }),
    conflict: z.object({ key: Json }).describe('The record was changed since its etag was read.'),
    none: z.object({ key: Json }).describe('There is no such record.'),
  },
  retry: ODATA_RETRY,
  timeoutMs: 60_000,
  ui: {
    label: 'Call operation (OData)',
    group: 'ERP',
    icon: 'play',
    summary: '{operation} {set}',
    description: 'Calls an action or a function of a service, on a record, a set or by itself.',
    system: 'OData',
  },
});
