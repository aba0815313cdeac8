import { expect, it } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { BUSINESS_CENTRAL_CREDENTIALS } from '../simulator/business-central-simulator.ts';
import { bcWorld } from '../simulator/world.testing.ts';
import { batchBc } from './definition.ts';
import { runBatchBc } from './run.ts';

const step = (ctx: TestContext, requests: unknown) =>
  runBatchBc({ params: batchBc.params.parse({ connection: 'bc', requests }), input: null }, ctx);
const MUG = { method: 'POST', url: 'items', body: { displayName: 'Mug' } };

it('writes all, in their order', async () => {
  const { ctx, state } = await bcWorld();
  const { port, value } = await step(ctx, [MUG, { ...MUG, body: { displayName: 'Cup' } }]);
  expect([port, value]).toMatchObject(['done', { results: [{ displayName: 'Mug' }, { displayName: 'Cup' }] }]);
  expect((await state()).records.length).toBe(2);
});

it('tells what was taken back, although those before the refusal say 201', async () => {
  const { ctx, state } = await bcWorld();
  const { port, value } = await step(ctx, [MUG, { method: 'POST', url: 'salesOrders', body: {} }, MUG]);
  expect([port, value]).toMatchObject(['rolled-back', { failed: [{ index: 1, status: 400 }] }]);
  expect((await state()).records).toEqual([]);
});

it('leaves open what happened when the answer was lost', async () => {
  const { ctx, faults } = await bcWorld();
  await step(ctx, [MUG]);
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx, [MUG]))).toMatchObject({ outcomeUnknown: true });
  expect(batchBc.strategies).toEqual(['once', 'upsert']);
});

it.each([
  [[], 'the list'],
  [[{ ...MUG, url: 'https://elsewhere.example' }], '0.url'],
  [Array(101).fill(MUG), 'the list'],
])('refuses a list that cannot be sent', async (requests, where) => {
  const { ctx } = await bcWorld();
  expect(await failureOf(step(ctx, requests))).toMatchObject({ kind: 'item', message: expect.stringContaining(where) });
});

const published = recorded('dynamics365-bc/batch_isolation_snapshot.response.json');

it.skipIf(!published)('understands the published rollback (skipped where ../shared is absent)', async () => {
  const { baseUrl } = await serverFor(({ url }) => ({
    status: 200,
    body: url.endsWith('/token') ? '{"access_token":"t"}' : JSON.stringify(published),
  }));
  const connection = { id: 'bc', system: 'business-central', baseUrl, settings: BUSINESS_CENTRAL_CREDENTIALS };
  const { port, value } = await step(contextFor({ connections: [connection] }), [MUG, MUG, MUG]);
  expect([port, value]).toMatchObject([
    'rolled-back',
    { failed: [{ index: 2, status: 400, code: 'Unknown', message: expect.stringContaining('Invalid Type') }] },
  ]);
});
