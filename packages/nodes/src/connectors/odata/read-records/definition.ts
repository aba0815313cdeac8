import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { keyParam, ODATA_RETRY, odataParam, RecordOut, serviceParam, setParam } from '../params.ts';

/** Reads one record by its key, or those that fit, page after page up to a number. */
export const readODataRecords = defineNode({
  type: 'odata.read-records',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: odataParam,
    service: serviceParam,
    set: setParam,
    key: keyParam.optional(),
    where: Json.optional()
      .describe('Fields and the values they must have.')
      .meta({ editor: 'json', label: 'Where', placeholder: '={ PurchaseOrderByCustomer: input.name }' }),
    filter: z.string().optional().describe("A filter of OData besides; put a quote in a value as ''.").meta({
      editor: 'textarea',
      label: 'Filter',
      placeholder: "LastChangeDateTime gt datetimeoffset'2026-11-01T00:00:00Z'",
    }),
    select: z.string().optional().meta({ label: 'Fields', placeholder: 'SalesOrder,TotalNetAmount' }),
    expand: z.string().optional().meta({ label: 'Along with', placeholder: 'to_Item' }),
    orderBy: z.string().optional().meta({ label: 'Order by', placeholder: 'CreationDate desc' }),
    options: z
      .string()
      .optional()
      .describe('Further options of the address, as the service documents them.')
      .meta({ label: 'Further options', placeholder: 'cross-company=true' }),
    maxRecords: z
      .int()
      .min(1)
      .max(50_000)
      .default(1_000)
      .describe('More are not read; "complete" is false then.')
      .meta({ label: 'Records at most', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({ records: z.array(RecordOut), complete: z.boolean() }),
    none: z.object({ records: z.array(RecordOut), complete: z.boolean() }),
  },
  retry: ODATA_RETRY,
  timeoutMs: 60_000,
  ui: {
    label: 'Read records (OData)',
    group: 'ERP',
    icon: 'cloud-download',
    summary: '{set}',
    description: 'Reads one record by its key, or all that fit, page after page. Leaves by "none" when there are none.',
    system: 'OData',
  },
});
