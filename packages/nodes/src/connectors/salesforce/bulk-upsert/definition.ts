import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { apiName, salesforceParam } from '../params.ts';

/**
 * Hands many records to the org in one job, by an external id each. It ends when the org has the file and may begin; what became of it,
 * `salesforce.bulk-results` asks. The id of the job is kept before the file goes out, so an attempt that was cut off goes on with the same job.
 */
export const bulkUpsert = defineNode({
  type: 'salesforce.bulk-upsert',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: salesforceParam,
    object: apiName.describe('API name of the object.').meta({ label: 'Object', placeholder: 'Contact', fixed: true }),
    externalIdField: apiName
      .describe('Field that is marked as external id, and unique. Every row has it.')
      .meta({ label: 'External id field', placeholder: 'CustomerNumber__c', fixed: true }),
    rows: Json.optional()
      .describe(
        'A list of objects by API name, or CSV with a first row of names. Null empties a field, what is absent stays as it is. Empty: the message.',
      )
      .meta({ editor: 'json', label: 'Rows', placeholder: '=input.customers' }),
  }),
  input: Json,
  outputs: { begun: z.object({ jobId: z.string(), state: z.string(), rows: z.int() }) },
  retry: { maxAttempts: 8, baseMs: 1_000, capMs: 120_000, jitter: 0.3 },
  timeoutMs: 120_000,
  ui: {
    label: 'Write many records (Salesforce)',
    group: 'CRM',
    icon: 'cloud',
    summary: '{object} by {externalIdField}',
    description: 'Makes or changes many records in one job of the Bulk API. Ask for the results with "Bulk results".',
    system: 'Salesforce',
  },
});
