import * as api from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import type { Runtime } from '../../main.ts';
import { storeOldRun } from '../../store/life/testing.ts';

let world: TestRuntime;
let other: Runtime;
beforeAll(async () => {
  world = await startTestRuntime();
  other = await world.another();
  const search = [
    { name: 'Email', path: 'customer.email' },
    { name: 'sku', path: 'lines[].sku' },
    { name: 'phone', path: 'customer.phone', sensitive: true },
  ];
  const hooked = (id: string) =>
    flowOf(id, [node('in', 'webhook', { path: id, dedupe: '=input.id' }), node('log', 'log', { message: 'done' })]);
  await world.publish({ ...hooked('orders'), settings: { search } });
  await world.publish(hooked('full'));
  await world.publish(hooked('old'));
  await world.publish({
    ...flowOf('contacts', [
      node('in', 'webhook', { path: 'contacts', contract: 'customer@1' }),
      node('log', 'log', { message: 'x' }),
    ]),
    settings: { search: [{ name: 'mail', path: 'email' }] },
  });
}, 60_000);
afterAll(() => world.stop(), 30_000);

const send = (path: string, body: Json, runtime = world.runtime) =>
  fetch(`${runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
async function value<T>(
  answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string }>,
) {
  const got = await answer;
  if (!got.ok) throw new Error(got.code);
  return got.value;
}
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 100 });
const found = async (search: string, more: object = {}) =>
  (await value(world.call(api.listRuns, { query: { search, ...more } }))).runs.map(({ runId }) => runId);
const idOf = async (response: Response) => ((await response.json()) as { readonly runId: string }).runId;

it('finds runs by the fields their flow names: whole values, or their beginning and *', async () => {
  const order = (id: number, email: string, ...skus: readonly string[]) =>
    send('orders', { id, customer: { email, phone: `+49 ${id}` }, lines: skus.map((sku) => ({ sku })) });
  const ann = await idOf(await order(1, 'Ann@Example.org', 'MUG-1', 'MUG-2'));
  const bob = await idOf(await order(2, 'bob@example.org', 'MUG-1'));
  await order(2, 'bob@example.org', 'MUG-1'); // sent again: the same run
  expect(await found('email:ann@example.org')).toEqual([ann]);
  expect(await found('EMAIL: Ann@Example.org ')).toEqual([ann]);
  expect(await found('email:ann')).toEqual([]);
  expect(await found('email:ann*')).toEqual([ann]);
  expect(await found('sku:mug-1')).toEqual([bob, ann]);
  expect(await found('sku:mug-1', { limit: 1 })).toEqual([bob]);
  expect(await found('sku:mug-1', { before: bob })).toEqual([ann]);
  expect(await found('sku:mug*', { flow: 'orders' })).toEqual([bob, ann]);
  expect(await found('sku:mug*', { flow: 'full' })).toEqual([]);
  expect(await found('colour:blue')).toEqual([]);
  expect((await value(world.call(api.listSearchFields))).fields).toEqual(['email', 'phone', 'sku']);
});

it('keeps values of sensitive fields as hashes, those too that a contract marks', async () => {
  const run = await idOf(await send('orders', { id: 3, customer: { phone: '+49 30 1234' } }));
  expect(await found('phone:+49 30 1234')).toEqual([run]);
  expect(await found('phone:+49*')).toEqual([]);
  const example = {
    id: 'C-1',
    kind: 'person',
    status: 'active',
    email: 'secret@example.org',
    updatedAt: '2026-11-27T08:00:00Z',
  };
  const contact = await send('contacts', example);
  expect([contact.status, contact.status === 202 ? '' : await contact.clone().text()]).toEqual([202, '']);
  expect(await found('mail:secret@example.org')).toEqual([await idOf(contact)]);
  const stored = await world.store.sql<
    { value: string }[]
  >`select value from run_fields where field in ('phone', 'mail')`;
  expect(stored.filter(({ value: text }) => !text.startsWith('hmac:'))).toEqual([]);
});

it('turns messages away when a flow stores as much as it may, in every process, and takes them when there is room', async () => {
  const first = await send('full', { id: 'a', text: 'x'.repeat(5_000) });
  expect(first.status).toBe(202);
  await eventually(async () =>
    expect((await value(world.call(api.getFlowStorage, { params: { flowId: 'full' } }))).bytes).toBeGreaterThan(5_000),
  );
  const put = (rules: api.FlowStorageRules) =>
    value(world.call(api.putFlowStorage, { params: { flowId: 'full' }, body: { ...rules, by: 'ann' } }));
  expect(await put({ quotaBytes: 1_000 })).toMatchObject({
    fullness: 'full',
    own: { quotaBytes: 1_000 },
    runs: expect.any(Number),
  });
  for (const runtime of [world.runtime, other]) {
    await eventually(async () => expect((await send('full', { id: 'b' }, runtime)).status).toBe(503));
    const refused = await send('full', { id: 'b' }, runtime);
    expect([refused.headers.get('retry-after'), await refused.json()]).toMatchObject([
      '60',
      { code: 'quota-exceeded', quotaBytes: 1_000, bytes: expect.any(Number) },
    ]);
  }
  const byHand = await world.call(api.startRun, { params: { flowId: 'orders' }, body: { message: 1 } });
  expect(byHand.ok).toBe(true); // another flow is not concerned
  const metrics = await (await fetch(`${world.runtime.url}/metrics`)).text();
  expect(metrics).toContain('lockstep_flow_quota_bytes{flow="full"} 1000');
  expect(metrics).toMatch(/lockstep_flow_storage_bytes\{flow="full"\} \d{4}/);
  expect((await value(world.call(api.getUsage))).flows.find(({ flowId }) => flowId === 'full')?.fullness).toBe('full');

  await put({});
  await eventually(async () => expect((await send('full', { id: 'b' })).status).toBe(202));
  // What was taken before and while the flow was full is all there.
  await eventually(async () =>
    expect(
      await world.store.sql`select status, count(*)::int as n from runs where flow_id = 'full' group by 1`,
    ).toEqual([{ status: 'done', n: 2 }]),
  );
});

it('tells what a shorter retention would remove, and removes it when it is set', async () => {
  const { sql } = world.store;
  const flowId = 'old';
  const gone = await storeOldRun(sql, { flowId, days: 40, status: 'done' });
  await sql`insert into inbox values ('old', 'in', 'x-1', ${gone})`;
  await storeOldRun(sql, { flowId, days: 40, status: 'exception', exception: 'open' });
  const preview = { params: { flowId }, query: { doneDays: 30, failedDays: 30 } };
  expect(await value(world.call(api.previewRetention, preview))).toEqual({
    done: { runs: 1, bytes: 1000 },
    failed: { runs: 0, bytes: 0 },
  });
  const ofAll = await value(world.call(api.previewWorkspaceRetention, { query: { doneDays: 30, failedDays: 0 } }));
  expect(ofAll).toEqual({ done: { runs: 1, bytes: 1000 }, failed: { runs: 0, bytes: 0 } });
  await value(world.call(api.putWorkspaceStorage, { body: { doneDays: 30, failedDays: 0, quotaBytes: 0, by: 'ann' } }));
  await eventually(async () => {
    const storage = await value(world.call(api.getFlowStorage, { params: { flowId } }));
    expect(storage).toMatchObject({ runs: 1, removed: 1, inForce: { doneDays: 30 } });
  });
  const ledger = await value(world.call(api.getLedger, { query: { flow: flowId } }));
  expect(ledger).toMatchObject({ balanced: true, flows: [{ accepted: 2, done: 1, exceptions: 1, missing: 0 }] });
  expect(
    (await (await fetch(`${world.runtime.url}/metrics`)).text()) + (await (await fetch(`${other.url}/metrics`)).text()),
  ).toContain('lockstep_retention_removed_runs_total{flow="old"} 1');
  // A delivery that was removed is known all the same.
  const again = await send('old', { id: 'x-1' });
  expect([again.status, await again.json()]).toMatchObject([202, { runId: gone, duplicate: true }]);
  expect(await world.call(api.getRun, { params: { runId: gone } })).toMatchObject({ ok: false, code: 'not-found' });
});

it('knows flows by their id only', async () => {
  const params = { flowId: 'nowhere' };
  for (const answer of [
    world.call(api.getFlowStorage, { params }),
    world.call(api.putFlowStorage, { params, body: {} }),
    world.call(api.previewRetention, { params, query: {} }),
  ])
    expect(await answer).toMatchObject({ ok: false, code: 'not-found' });
});
