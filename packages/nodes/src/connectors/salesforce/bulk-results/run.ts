import { type RunNode, StepError } from '@lockstep/schema/node';
import { bulkJobs } from '../bulk/jobs.ts';
import { failedOf, succeededOf, unprocessedOf } from '../bulk/results.ts';
import type { bulkResults } from './definition.ts';

export const runBulkResults: RunNode<typeof bulkResults> = async ({ params }, ctx) => {
  const { connection, jobId, withSucceeded } = params;
  const jobs = bulkJobs(ctx, connection);
  const job = await jobs.read(jobId);
  if (!job) {
    const message = `Salesforce has no job ${jobId}: it forgets a job seven days after its end.`;
    throw new StepError({ kind: 'refused', category: 'business', code: 'salesforce-job-missing', message });
  }
  const { state, processed, failed } = job;
  const counts = { jobId, state, processed, failed };
  const isOver = state === 'JobComplete' || state === 'Failed' || state === 'Aborted';
  if (!isOver) return { port: 'running', value: counts };
  const isWhole = state === 'JobComplete';
  const value = {
    ...counts,
    succeededRows: withSucceeded ? succeededOf(await jobs.results(jobId, 'successfulResults')) : [],
    failedRows: failed > 0 ? failedOf(await jobs.results(jobId, 'failedResults')) : [],
    unprocessedRows: isWhole ? [] : unprocessedOf(await jobs.results(jobId, 'unprocessedrecords')),
  };
  if (!isWhole) return { port: 'failed', value: { ...value, message: job.message ?? `The job is ${state}.` } };
  return { port: failed > 0 ? 'partial' : 'done', value };
};
