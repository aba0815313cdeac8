import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import { foldEvents } from '../../store/flow-stats/fold.ts';
import { foldTouches } from '../../store/touches/fold.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const failing = flowOf('failing', [node('in', 'manual'), node('no', 'fail', { message: 'No.' })]);
const asking = flowOf('asking', [node('in', 'manual'), node('ask', 'approve', { title: 'May it?' })]);

async function start(flowId: string): Promise<string> {
  const answer = await world.call(api.startRun, { params: { flowId }, body: { message: {}, by: 'ann' } });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value.runId;
}
const exceptionOf = (runId: string) =>
  vi.waitFor(async () => {
    const listed = await world.call(api.listExceptions, { query: { status: 'open' } });
    const found = listed.ok && listed.value.exceptions.find((one) => one.runId === runId);
    if (!found) throw new Error('not yet');
    return found.id;
  });
/** Two processes count, and again what was counted. */
async function countAll(): Promise<void> {
  const { sql } = world.store;
  const all = async () => {
    while ((await foldEvents(sql)) === 'behind');
    await foldTouches(sql);
  };
  await Promise.all([all(), all()]);
  await all();
}
const stats = async () => {
  const answer = await world.call(api.getTouchStats, { query: { days: 1 } });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
};

it('R26: counts what people did by hand, each once, for each 1,000 completed orders, and lists it', async () => {
  await world.publish(failing);
  await world.publish(asking);
  const [one, other, question] = [await start('failing'), await start('failing'), await start('asking')];
  const retried = await exceptionOf(one);
  await world.call(api.retryException, { params: { id: retried }, body: { by: 'ann' } });
  await vi.waitFor(async () => expect(await exceptionOf(one)).toBeDefined());
  const discarded = { params: { id: await exceptionOf(other) }, body: { by: 'bob', reason: 'A test.' } };
  expect(await world.call(api.discardException, discarded)).toMatchObject({ ok: true });
  await vi.waitFor(async () => {
    const listed = await world.call(api.listApprovals, { query: { status: 'open' } });
    const id = listed.ok ? (listed.value.approvals.find(({ runId }) => runId === question)?.id ?? '') : '';
    const body = { decision: 'approved', by: 'cyd' } as const;
    expect(await world.call(api.decideApproval, { params: { id }, body })).toMatchObject({ ok: true });
  });
  const columns = ['a', 'b'].map((name) => ({ name, unique: name === 'a' }));
  const table = { name: 'units', title: 'Units', columns, rows: [{ cells: { a: 'x', b: 'y' } }], note: '', by: 'dan' };
  expect(await world.call(api.createTable, { body: table })).toMatchObject({ ok: true });
  const orders = Array.from({ length: 40 }, (_, nr) => ({
    topic: 'order.completed',
    key: `#${nr}`,
    eventId: '1',
    payload: {},
  }));
  await world.store.topics.publishAll(orders);
  await vi.waitFor(
    async () => {
      await countAll();
      expect((await stats()).touches).toBe(4);
    },
    { timeout: 20_000, interval: 200 },
  );
  await countAll();
  const seen = await stats();
  expect(seen).toMatchObject({ touches: 4, orders: 40, perThousand: 100, before: { touches: 0, orders: 0 } });
  expect(seen.before).not.toHaveProperty('perThousand');
  expect(seen.bins.reduce((sum, { touches, orders: n }) => sum + touches * 100 + n, 0)).toBe(440);
  expect(seen.kinds.map(({ what }) => what).sort()).toEqual(['answered', 'discarded', 'retried', 'table']);

  const first = await world.call(api.listTouches, { query: { limit: 3 } });
  const { touches: page, next } = first.ok ? first.value : { touches: [], next: undefined };
  const rest = await world.call(api.listTouches, { query: { before: next } });
  const all = [...page, ...(rest.ok ? rest.value.touches : [])];
  expect(all.map(({ what, by, runId, about }) => [what, by, runId ?? about]).sort()).toEqual([
    ['answered', 'cyd', question],
    ['discarded', 'bob', other],
    ['retried', 'ann', one],
    ['table', 'dan', 'units'],
  ]);
  expect(await world.call(api.listTouches, { query: { what: 'table' } })).toMatchObject({
    value: { touches: [{ by: 'dan' }] },
  });
}, 60_000);
