import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { ODATA_RETRY, odataParam, serviceParam } from '../params.ts';

/** Up to 100 changes in one request, all or none: one changeset of `$batch`. */
export const batchOData = defineNode({
  type: 'odata.batch',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['once', 'upsert'],
  params: z.object({
    connection: odataParam,
    service: serviceParam,
    changes: Json.describe('List of { action: "create" | "change" | "delete", set, key, fields, etag }.').meta({
      editor: 'json',
      label: 'Changes',
      placeholder: '=[{ action: "change", set: "A_SalesOrder", key: "1", fields: { SalesGroup: "A" } }]',
    }),
  }),
  input: Json,
  outputs: {
    done: z.object({
      results: z.array(Json).describe('What each gave, in their order; null for one that gave nothing.'),
    }),
    'rolled-back': z.object({ status: z.int(), code: z.string(), message: z.string() }),
  },
  retry: ODATA_RETRY,
  timeoutMs: 60_000,
  ui: {
    label: 'Change together (OData)',
    group: 'ERP',
    icon: 'layers',
    summary: 'All or none',
    description: 'Up to 100 changes in one, all or none. Leaves by "rolled-back" when one of them was refused.',
    system: 'OData',
  },
});
