import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { apiName, salesforceParam } from '../params.ts';

/**
 * Begins a run for every change of records of one object, in the order of the org. Reading is the runtime's work, before the run exists:
 * this type has no run.
 */
export const onRecordChange = defineNode({
  type: 'salesforce.on-change',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z.object({
    connection: salesforceParam,
    object: apiName
      .describe('API name of an object that change data capture is switched on for.')
      .meta({ label: 'Object', placeholder: 'Contact', fixed: true }),
    ownChanges: z
      .boolean()
      .default(false)
      .describe('Also what flows changed through this connection. Without it our own echoes begin nothing.')
      .meta({ label: 'Our own changes too', fixed: true }),
    beginning: z
      .enum(['earliest', 'latest'])
      .default('latest')
      .describe('Where the flow begins that has not read yet. Later it goes on where it was. The org keeps 72 hours.')
      .meta({
        label: 'Begin with',
        fixed: true,
        words: { earliest: 'The oldest change there is', latest: 'Changes from now on' },
      }),
    window: z
      .int()
      .min(1)
      .max(100)
      .default(50)
      .describe('Changes asked for at a time. They are accepted one after another.')
      .meta({ label: 'At a time', fixed: true }),
    businessKey: z
      .string()
      .max(500)
      .optional()
      .describe('What people call this change. Empty: the id of the first record.')
      .meta({ editor: 'expression', label: 'Business key', placeholder: 'input.fields.Email' }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      object: z.string(),
      changeType: z
        .string()
        .describe('CREATE, UPDATE, DELETE, UNDELETE; GAP_… of each; GAP_OVERFLOW; MISSED; UNREADABLE.'),
      reread: z
        .enum(['none', 'records', 'since'])
        .describe('What is to be read again: nothing; the records; everything that changed since then.'),
      since: z.string().nullable().describe('Null with "since": nobody knows, read everything.'),
      recordIds: z.array(z.string()).describe('Several where one transaction changed them alike.'),
      changedFields: z.array(z.string()),
      nulledFields: z.array(z.string()).describe('Fields that were emptied.'),
      fields: z.record(z.string(), Json).describe('Fields that changed, all that are set of a new record.'),
      committedAt: z.string().nullable(),
      commitUser: z.string().nullable(),
      transactionKey: z.string(),
      sequenceNumber: z.int(),
      origin: z.string().describe('What made the change, where the org says it.'),
    }),
  },
  ui: {
    label: 'When a record changes (Salesforce)',
    group: 'Start',
    icon: 'inbox',
    summary: '{object}',
    description:
      'Begins a run for every change of an object (change data capture); the place in the stream moves only when the run is durable.',
    system: 'Salesforce',
  },
});
