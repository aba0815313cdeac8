import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import {
  etagParam,
  fieldsParam,
  keyParam,
  ODATA_RETRY,
  odataParam,
  RecordOut,
  serviceParam,
  setParam,
} from '../params.ts';

/** Changes fields of one record, if nobody changed it in between (`If-Match`). Sent again it writes the same values. */
export const changeODataRecord = defineNode({
  type: 'odata.change-record',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: odataParam,
    service: serviceParam,
    set: setParam,
    key: keyParam,
    etag: etagParam,
    fields: fieldsParam,
  }),
  input: Json,
  outputs: {
    changed: z.object({ record: RecordOut }),
    conflict: z.object({ record: RecordOut.describe('As it is now.') }),
    none: z.object({ key: Json }),
  },
  retry: ODATA_RETRY,
  timeoutMs: 30_000,
  ui: {
    label: 'Change record (OData)',
    group: 'ERP',
    icon: 'pencil',
    summary: '{set}',
    description:
      'Changes fields of one record. Leaves by "conflict" when somebody else changed it in between, by "none" when it is gone.',
    system: 'OData',
  },
});
