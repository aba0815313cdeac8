import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { FailedRow, SucceededRow } from '../bulk/results.ts';
import { salesforceParam } from '../params.ts';

const Counts = z.object({ jobId: z.string(), state: z.string(), processed: z.int(), failed: z.int() });
const Results = Counts.extend({
  succeededRows: z.array(SucceededRow).describe('Empty unless they are wanted.'),
  failedRows: z.array(FailedRow),
  unprocessedRows: z.array(z.record(z.string(), z.string())),
});

/** Asks what became of a job of the Bulk API: how far it is, or what became of every row. */
export const bulkResults = defineNode({
  type: 'salesforce.bulk-results',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: salesforceParam,
    jobId: z.string().min(1).max(50).meta({ editor: 'text', label: 'Job', placeholder: '=input.jobId' }),
    withSucceeded: z
      .boolean()
      .default(false)
      .describe('Also tell the ids of the records that were written.')
      .meta({ label: 'Rows that succeeded', fixed: true }),
  }),
  input: Json,
  outputs: {
    running: Counts,
    done: Results.describe('Every row was written.'),
    partial: Results.describe('Some rows were not, each with why.'),
    failed: Results.extend({ message: z.string() }).describe('The job failed or was aborted as a whole.'),
  },
  retry: { maxAttempts: 8, baseMs: 1_000, capMs: 120_000, jitter: 0.3 },
  timeoutMs: 60_000,
  ui: {
    label: 'Bulk results (Salesforce)',
    group: 'CRM',
    icon: 'cloud',
    summary: '{jobId}',
    description: 'Asks what became of a bulk job, row by row. Leaves by "running" while it is under way.',
    system: 'Salesforce',
  },
});
