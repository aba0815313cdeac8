import * as api from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import { EXCEPTION_TOPIC } from '../../store/exception-news.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  // A second process looks, too.
  await world.another();
}, 60_000);
afterAll(() => world?.stop());

const failing = (id: string, trigger: Record<string, Json>, type = 'manual') =>
  flowOf(
    id,
    [node('begin', type, trigger), node('stop', 'fail', { code: 'no-stock', message: 'There is none of it.' })],
    [{ from: 'begin', port: 'out', to: 'stop' }],
  );
const begin = async (flowId: string): Promise<string> => {
  const started = await world.call(api.startRun, {
    params: { flowId },
    body: { node: 'begin', message: {}, by: 'test' },
  });
  if (!started.ok) throw new Error(JSON.stringify(started));
  return started.value.runId;
};
const exceptionsOf = async (flow: string) => {
  const listed = await world.call(api.listExceptions, { query: { flow } });
  return listed.ok ? listed.value.exceptions : [];
};
const told = async () =>
  (
    await world.store.sql<{ payload: Record<string, unknown> }[]>`
      select payload from topic_events where topic = ${EXCEPTION_TOPIC} order by seq`
  ).map(({ payload }) => payload);

it('tells once when a message needs a person, and once when the person is done, though two processes look', async () => {
  await world.publish(failing('orders', {}));
  const run = await begin('orders');
  const raised = await vi.waitFor(async () => {
    const news = await told();
    expect(news).toHaveLength(1);
    return news[0];
  }, 15_000);
  const [exception] = await exceptionsOf('orders');
  expect(raised).toMatchObject({
    exception: exception?.id,
    state: 'raised',
    flow: 'orders',
    run,
    step: 'stop',
    code: 'no-stock',
    reason: 'There is none of it.',
    links: { run: expect.stringMatching(new RegExp(`^http://127.0.0.1:\\d+/runs/${run}$`)) },
  });
  const body = { by: 'Ann', reason: 'Ordered by telephone.' };
  const settled = await world.call(api.discardException, { params: { id: exception?.id ?? '' }, body });
  expect(settled).toMatchObject({ ok: true });
  await vi.waitFor(async () => expect(await told()).toHaveLength(2), 15_000);
  expect((await told())[1]).toMatchObject({ exception: exception?.id, state: 'settled', how: 'discarded', by: 'Ann' });
});

it('tells nothing of what its own news began, so that a flow that answers exceptions and fails does not begin itself', async () => {
  await world.publish(failing('answers', { topic: EXCEPTION_TOPIC, start: 'now' }, 'on-event'));
  await begin('orders');
  await vi.waitFor(async () => expect(await exceptionsOf('answers')).toHaveLength(1), 15_000);
  await vi.waitFor(async () => {
    const [open] = await world.store.sql<{ n: number }[]>`
      select count(*)::int as n from exceptions where told is distinct from status`;
    expect(open?.n).toBe(0);
  }, 15_000);
  expect((await told()).map(({ flow, state }) => `${flow} ${state}`)).toEqual([
    'orders raised',
    'orders settled',
    'orders raised',
  ]);
  expect(await exceptionsOf('answers')).toHaveLength(1);
});
