import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { fieldsParam, ODATA_RETRY, odataParam, RecordOut, serviceParam, setParam, WarningOut } from '../params.ts';

/**
 * Creates a record, with what belongs to it (deep insert). OData knows no idempotency key: whenever an earlier attempt may have reached
 * the service, the step first looks for a record with the same values in the reference fields, and answers that one with
 * `created: false`.
 */
export const createODataRecord = defineNode({
  type: 'odata.create-record',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up', 'once'],
  params: z.object({
    connection: odataParam,
    service: serviceParam,
    set: setParam,
    fields: fieldsParam,
    reference: z
      .string()
      .regex(/^[\w.]+(\s*,\s*[\w.]+)*$/, 'Use names of fields, with commas between them.')
      .optional()
      .describe(
        'Fields whose values tell this record from all others: how it is found again. Needed unless the step is "once".',
      )
      .meta({ label: 'Found again by', placeholder: 'PurchaseOrderByCustomer,SoldToParty', fixed: true }),
    lookUp: z
      .enum(['when-unsure', 'always'])
      .default('when-unsure')
      .describe('"always" asks before every record: for a message that may come twice under different ids.')
      .meta({
        label: 'Look first',
        fixed: true,
        words: { 'when-unsure': 'Only when an earlier attempt may have reached the service', always: 'Always' },
      }),
  }),
  input: Json,
  outputs: {
    created: z.object({ record: RecordOut, created: z.boolean(), warnings: z.array(WarningOut) }),
  },
  retry: ODATA_RETRY,
  timeoutMs: 60_000,
  ui: {
    label: 'Create record (OData)',
    group: 'ERP',
    icon: 'file-plus',
    summary: '{set}, found again by {reference}',
    description: 'Creates a record with what belongs to it, once: it is looked for before anything is repeated.',
    system: 'OData',
  },
});
