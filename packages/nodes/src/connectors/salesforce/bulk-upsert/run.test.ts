import { describe, expect, it } from 'vitest';
import { recordedText } from '../../../simulators/kit/fixtures.ts';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { runBulkResults } from '../bulk-results/run.ts';
import { salesforceWorld } from '../simulator/world.testing.ts';
import { bulkUpsert } from './definition.ts';
import { runBulkUpsert } from './run.ts';

const FORM = { connection: 'crm', object: 'Contact', externalIdField: 'Customer__c' };
const ROWS = [
  { Customer__c: 'C-1', LastName: 'O"Hara, Ann', Phone: null },
  { Customer__c: 'C-2', LastName: 'Größe\nzwei', Note__c: '' },
];
const begin = (ctx: TestContext, form: object = {}) =>
  runBulkUpsert({ params: bulkUpsert.params.parse({ ...FORM, rows: ROWS, ...form }), input: null }, ctx);
const results = (ctx: TestContext, jobId: string) =>
  runBulkResults({ params: { connection: 'crm', jobId, withSucceeded: true }, input: null }, ctx);
const contacts = (state: { records: readonly { type: string }[] }) =>
  state.records.filter(({ type }) => type === 'Contact');

it('writes many records in one job: null empties a field, what is empty leaves it', async () => {
  const { ctx, state, put } = await salesforceWorld();
  await put('Contact', { Customer__c: 'C-1', LastName: 'Old', Phone: '1' });
  await put('Contact', { Customer__c: 'C-2', LastName: 'Old', Note__c: 'kept' });
  const { value } = await begin(ctx);
  expect(value).toMatchObject({ state: 'UploadComplete', rows: 2 });
  await results(ctx, value.jobId);
  expect(await results(ctx, value.jobId)).toMatchObject({ port: 'done', value: { processed: 2, failed: 0 } });
  expect(contacts(await state())).toMatchObject([
    { Customer__c: 'C-1', LastName: 'O"Hara, Ann', Phone: null },
    { Customer__c: 'C-2', LastName: 'Größe\nzwei', Note__c: 'kept' },
  ]);
});

describe('an attempt that was cut off', () => {
  /** The same step, whose calls of one kind reach the org and come back to nobody. */
  const losing = (ctx: TestContext, method: string, part: RegExp): TestContext => ({
    ...ctx,
    http: async (request) => {
      const answer = await ctx.http(request);
      if (request.method === method && part.test(request.url)) throw new Error('Dead.');
      return answer;
    },
  });

  it.each([
    ['after the job was made', 'POST', /jobs\/ingest$/, ['Open', 'UploadComplete'], 1],
    ['after the file went out', 'PUT', /batches$/, ['Aborted', 'UploadComplete'], 2],
    ['after the job was closed', 'PATCH', /ingest\/[^/]+$/, ['InProgress'], 1],
  ] as const)('%s has every record written once by one job', async (_, method, part, states, uploads) => {
    const { ctx, state } = await salesforceWorld();
    await expect(begin(losing(ctx, method, part))).rejects.toThrow('Dead.');
    const { value } = await begin(ctx.again({ outcomeUnknown: true }));
    expect((await state()).bulkJobs.map((job) => job.state)).toEqual(states);
    for (let look = 0; look < 2; look++) await results(ctx, value.jobId);
    expect(await results(ctx, value.jobId)).toMatchObject({ port: 'done' });
    const found = await state();
    expect([contacts(found).length, found.bulkUploads]).toEqual([2, uploads]);
    expect(found.bulkJobs.filter((job) => job.state === 'JobComplete')).toHaveLength(1);
  });

  it('asks nothing more of a job that is done', async () => {
    const { ctx, state } = await salesforceWorld();
    const first = await begin(ctx);
    for (let look = 0; look < 2; look++) await results(ctx, first.value.jobId);
    expect((await begin(ctx.again())).value).toEqual({ ...first.value, state: 'JobComplete' });
    expect((await state()).bulkUploads).toBe(1);
  });
});

it.each([
  [[], 'rows-invalid', 'There are no rows'],
  ['LastName\nA', 'external-id-missing', 'Row 1 has no Customer__c'],
  [[{ Customer__c: '1' }, { Customer__c: 1 }], 'external-id-repeated', 'Rows 1 and 2'],
  [[{ Customer__c: '1', Owner: { Name: 'x' } }], 'rows-invalid', 'Row 1, Owner'],
])('says what is wrong with %j before anything is sent', async (rows, code, text) => {
  const { ctx } = await salesforceWorld();
  expect(await failureOf(begin(ctx, { rows }))).toMatchObject({
    kind: 'item',
    code,
    message: expect.stringContaining(text),
  });
  expect(ctx.requests).toEqual([]);
});

const file = recordedText('salesforce/bulk/Account_bulk2_first50.csv');

it.skipIf(!file)('takes the recorded file (skipped where ../shared is absent)', async () => {
  const { ctx, state } = await salesforceWorld();
  const { value } = await begin(ctx, { object: 'Account', externalIdField: 'NAME', rows: file });
  expect(value.rows).toBe(10);
  for (let look = 0; look < 2; look++) await results(ctx, value.jobId);
  const accounts = (await state()).records.filter(({ type }) => type === 'Account');
  expect([accounts.length, accounts[0]]).toEqual([
    10,
    expect.objectContaining({ BILLINGSTREET: '345 Shoreline Park\nMountain View, CA 94043\nUSA' }),
  ]);
});
