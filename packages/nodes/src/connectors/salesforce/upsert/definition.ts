import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { apiName, salesforceParam } from '../params.ts';

/**
 * Writes one record by an external id: made when there is none, changed when there is one. Sent again it changes the same
 * record to the same values.
 */
export const upsertRecord = defineNode({
  type: 'salesforce.upsert',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: salesforceParam,
    object: apiName.describe('API name of the object.').meta({ label: 'Object', placeholder: 'Order', fixed: true }),
    externalIdField: apiName
      .describe('Field that is marked as external id, and unique.')
      .meta({ label: 'External id field', placeholder: 'ShopOrderId__c', fixed: true }),
    externalId: z
      .union([z.string().min(1).max(255), z.number()])
      .meta({ editor: 'text', label: 'External id', placeholder: '=input.externalId' }),
    fields: Json.describe('Values by API name of the field.').meta({
      editor: 'json',
      label: 'Fields',
      placeholder: '={ Name: input.reference }',
    }),
  }),
  input: Json,
  outputs: {
    written: z.object({ id: z.string().nullable(), externalId: z.string(), created: z.boolean() }),
    ambiguous: z.object({
      externalId: z.string(),
      records: z.array(z.string()).describe('Addresses of the records that bear it.'),
    }),
  },
  retry: { maxAttempts: 8, baseMs: 1_000, capMs: 120_000, jitter: 0.3 },
  timeoutMs: 30_000,
  ui: {
    label: 'Write record (Salesforce)',
    group: 'CRM',
    icon: 'cloud',
    summary: '{object} by {externalIdField}',
    description: 'Makes or changes one record by an external id. Leaves by "ambiguous" when several records bear it.',
    system: 'Salesforce',
  },
});
