import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { etagParam, keyParam, ODATA_RETRY, odataParam, RecordOut, serviceParam, setParam } from '../params.ts';

/** Deletes one record, if nobody changed it in between. One that is gone already is done. */
export const deleteODataRecord = defineNode({
  type: 'odata.delete-record',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({ connection: odataParam, service: serviceParam, set: setParam, key: keyParam, etag: etagParam }),
  input: Json,
  outputs: {
    deleted: z.object({ key: Json, wasThere: z.boolean() }),
    conflict: z.object({ record: RecordOut.describe('As it is now.') }),
  },
  retry: ODATA_RETRY,
  timeoutMs: 30_000,
  ui: {
    label: 'Delete record (OData)',
    group: 'ERP',
    icon: 'trash-2',
    summary: '{set}',
    description:
      'Deletes one record; one that is gone already is done. Leaves by "conflict" when somebody else changed it.',
    system: 'OData',
  },
});
