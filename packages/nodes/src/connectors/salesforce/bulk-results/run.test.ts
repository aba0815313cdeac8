import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { runBulkUpsert } from '../bulk-upsert/run.ts';
import { salesforceWorld } from '../simulator/world.testing.ts';
import { bulkResults } from './definition.ts';
import { runBulkResults } from './run.ts';

const begin = async (ctx: TestContext, rows: object[]) => {
  const params = { connection: 'crm', object: 'Contact', externalIdField: 'Customer__c', rows: rows as never };
  return (await runBulkUpsert({ params, input: null }, ctx)).value.jobId;
};
const step = (ctx: TestContext, jobId: string, form: object = {}) =>
  runBulkResults({ params: bulkResults.params.parse({ connection: 'crm', jobId, ...form }), input: null }, ctx);

it('tells how far a job is, then what became of every row', async () => {
  const { ctx, put, faults } = await salesforceWorld();
  await faults({ bulkLooks: 2 });
  await put('Contact', { Customer__c: 'twice' });
  await put('Contact', { Customer__c: 'twice' });
  const jobId = await begin(ctx, [
    { Customer__c: 'new', LastName: 'A' },
    { Customer__c: 'twice', LastName: 'B' },
  ]);
  const running = { port: 'running', value: { jobId, state: 'InProgress', processed: 0, failed: 0 } };
  expect([await step(ctx, jobId), await step(ctx, jobId)]).toEqual([running, running]);
  const row = { Customer__c: 'new', LastName: 'A' };
  expect(await step(ctx, jobId, { withSucceeded: true })).toEqual({
    port: 'partial',
    value: {
      jobId,
      state: 'JobComplete',
      processed: 2,
      failed: 1,
      succeededRows: [{ id: expect.stringMatching(/^003/), created: true, row }],
      failedRows: [
        {
          id: null,
          code: 'DUPLICATE_EXTERNAL_ID',
          message: 'Duplicate external id specified: twice',
          row: { Customer__c: 'twice', LastName: 'B' },
        },
      ],
      unprocessedRows: [],
    },
  });
  expect(await step(ctx, jobId)).toMatchObject({ port: 'partial', value: { succeededRows: [] } });
});

it('tells rows nobody looked at, of a job that was aborted', async () => {
  const { ctx, sim } = await salesforceWorld();
  const jobId = await begin(ctx, [{ Customer__c: 'a' }]);
  const authorization = ctx.requests.findLast(({ headers }) => headers?.authorization)?.headers?.authorization ?? '';
  await fetch(`${sim.baseUrl}/services/data/v68.0/jobs/ingest/${jobId}`, {
    method: 'PATCH',
    headers: { authorization },
    body: '{"state":"Aborted"}',
  });
  expect(await step(ctx, jobId)).toMatchObject({
    port: 'failed',
    value: { message: 'The job is Aborted.', unprocessedRows: [{ Customer__c: 'a' }] },
  });
});

it('says that a job is not there', async () => {
  const { ctx } = await salesforceWorld();
  expect(await failureOf(step(ctx, '750X'))).toMatchObject({ kind: 'refused', code: 'salesforce-job-missing' });
});
