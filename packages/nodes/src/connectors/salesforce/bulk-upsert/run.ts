import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import { type BulkJob, bulkJobs } from '../bulk/jobs.ts';
import { rowsToCsv } from '../bulk/rows-to-csv.ts';
import type { bulkUpsert } from './definition.ts';

/** Where the jobs of steps are kept. */
const JOBS = 'salesforce-bulk-jobs';

export const runBulkUpsert: RunNode<typeof bulkUpsert> = async ({ params, input }, ctx) => {
  const { connection, object, externalIdField } = params;
  const csv = rowsToCsv(params.rows === undefined ? input : params.rows, externalIdField);
  const jobs = bulkJobs(ctx, connection);
  const begun = ({ id, state }: BulkJob) => ({ port: 'begun' as const, value: { jobId: id, state, rows: csv.rows } });

  const known = await ctx.values.read(JOBS, ctx.key);
  const earlier = typeof known?.value === 'string' ? await jobs.read(known.value) : undefined;
  // The org has the file: whatever was lost was only its answer.
  if (earlier && earlier.state !== 'Open' && earlier.state !== 'Aborted') return begun(earlier);
  // Nothing of an open job is carried out, and whether its one file came nobody knows: another takes its place.
  if (earlier?.state === 'Open') await jobs.tell(earlier.id, 'Aborted');

  const job = await jobs.create({ object, externalIdField });
  await keepJob(ctx, job.id, known?.version ?? 0);
  await jobs.upload(job.id, csv.text);
  return begun(await jobs.tell(job.id, 'UploadComplete'));
};

/** @throws StepError when another attempt has kept its own meanwhile */
async function keepJob(ctx: StepContext, id: string, version: number): Promise<void> {
  const { outcome } = await ctx.values.keep({
    collection: JOBS,
    key: ctx.key,
    value: id,
    condition: { when: 'unchanged', version },
    effectKey: `${ctx.key}:${id}`,
  });
  if (outcome === 'kept') return;
  const message = 'Another attempt of this step has begun a job of its own.';
  throw new StepError({ kind: 'transient', category: 'system', code: 'salesforce-job-taken', message });
}
