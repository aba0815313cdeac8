import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { salesforceParam } from '../params.ts';

/** Reads records by SOQL, page after page, up to a number. */
export const queryRecords = defineNode({
  type: 'salesforce.query',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: salesforceParam,
    soql: z
      .string()
      .min(1)
      .max(20_000)
      .describe("SOQL; put a quote in a value as \\'.")
      .meta({ editor: 'textarea', label: 'Query', placeholder: "SELECT Id, Name FROM Account WHERE Name = 'Kern'" }),
    maxRecords: z
      .int()
      .min(1)
      .max(50_000)
      .default(2_000)
      .describe('More are not read; "complete" is false then.')
      .meta({ label: 'Records at most', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      records: z.array(Json).describe('Without the attributes of Salesforce.'),
      totalSize: z.int(),
      complete: z.boolean(),
    }),
  },
  timeoutMs: 60_000,
  ui: {
    label: 'Query (Salesforce)',
    group: 'CRM',
    icon: 'cloud-download',
    summary: '{soql}',
    description: 'Reads records by SOQL, page after page.',
    system: 'Salesforce',
  },
});
