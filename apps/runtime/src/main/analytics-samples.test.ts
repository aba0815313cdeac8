import { samples } from '@lockstep/nodes/samples';
import { ANALYTICS_CREDENTIALS, analyticsSimulator, type Simulator } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

/** A topic of each kind of event, with how many different ones are told. */
const TOLD = {
  'order.milestone': 60,
  'order.completed': 20,
  'inventory.changed': 90,
  'shipment.moved': 30,
  'return.refunded': 15,
};
/** Faults of half of all requests open the breaker now and then: nobody waits ten seconds here until it tries again. */
const FAST = {
  rate: { perSecond: 400, burst: 400, adaptive: true },
  concurrency: 8,
  breaker: { ...DEFAULT_BREAKER, openMs: 100, maxOpenMs: 400 },
  drainPerSecond: 200,
};
const WAIT = { timeout: 30_000, interval: 100 };

let world: TestRuntime;
let analytics: Simulator;
beforeAll(async () => {
  [world, analytics] = await Promise.all([
    startTestRuntime(),
    analyticsSimulator({ refreshMs: 0, perSecond: 1_000, maxBytes: 6_000 }),
  ]);
  const connection = {
    name: 'Analytics',
    system: 'elasticsearch',
    baseUrl: analytics.baseUrl,
    settings: {},
    limits: FAST,
  };
  const body = { ...connection, secrets: ANALYTICS_CREDENTIALS };
  expect(await world.call(api.putConnection, { params: { id: 'analytics' }, body })).toMatchObject({ ok: true });
  // Nobody waits here for gatherings of five seconds; their size is small, so that many batches are sent.
  for (const flow of samples.filter(({ id }) => id.startsWith('analytics-') || id === 'send-events-elasticsearch')) {
    const hasten = (node: (typeof flow.nodes)[number]) => {
      if (node.type === 'on-event-batch') return { ...node, params: { ...node.params, maxEvents: 8, maxWaitMs: 100 } };
      const retry = { maxAttempts: 40, baseMs: 20, capMs: 100, jitter: 0.2 };
      return node.id === 'send' ? { ...node, policy: { retry } } : node;
    };
    await world.publish({ ...flow, nodes: flow.nodes.map(hasten) });
  }
}, 60_000);
afterAll(() => Promise.all([world?.stop(), analytics?.close()]));

const faults = (body: object) => fetch(analytics.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
interface State {
  readonly counts: { readonly 'retail-events': Readonly<Record<string, number>> };
  readonly batches: readonly { readonly batch: string }[];
}
const state = async () => (await (await fetch(analytics.stateUrl)).json()) as State;
const tell = (topic: string, first: number, count: number) =>
  world.store.topics.publishAll(
    Array.from({ length: count }, (_, at) => {
      const nr = first + at;
      return { topic, key: `k-${nr % 7}`, eventId: `${topic}#${nr}`, payload: { nr, text: 'ü'.repeat(nr % 200) } };
    }),
  );

/** What the flow that compares says of everything so far. */
async function compare(): Promise<{ readonly status: string; readonly reason: string | undefined }> {
  const message = { until: new Date(Date.now() + 1_000).toISOString() };
  const body = { node: 'now', message, by: 'test' };
  const started = await world.call(api.startRun, { params: { flowId: 'analytics-counts' }, body });
  if (!started.ok) throw new Error(JSON.stringify(started.problem));
  const { runId } = started.value;
  return vi.waitFor(async () => {
    const run = await world.call(api.getRun, { params: { runId } });
    if (!run.ok || !['done', 'exception'].includes(run.value.status)) throw new Error('under way');
    const listed = await world.call(api.listExceptions, { query: { flow: 'analytics-counts' } });
    const of = listed.ok ? listed.value.exceptions.find((one) => one.runId === runId) : undefined;
    return { status: run.value.status, reason: of?.reason };
  }, WAIT);
}
const outboxStatuses = async () =>
  (
    await world.store.sql<{ status: string }[]>`
    select distinct status from runs where flow_id = 'analytics-outbox' order by 1`
  ).map(({ status }) => status);
/** Nothing waits to be gathered, and no run is under way. */
async function settled(...statuses: readonly string[]): Promise<void> {
  await vi.waitFor(async () => {
    expect(await outboxStatuses()).toEqual(statuses);
    const places = await world.store.sql<{ behind: number }[]>`
      select (head - place + (select count(*) from topic_buffers))::int as behind
      from topic_readers join topics on topics.name = topic where kind = 'consumer'`;
    expect(Math.max(...places.map(({ behind }) => behind))).toBe(0);
  }, WAIT);
}

it('R13: counts equal the ledger though requests fail before and after, events are told twice, and a second process reads', async () => {
  await world.another();
  await faults({ status: 503, rate: 0.2, commitThenDrop: 0.3, busy: 0.02 });
  for (const [topic, count] of Object.entries(TOLD)) {
    await tell(topic, 1, count - 5);
    // Told again, and on.
    await tell(topic, count - 10, 11);
  }
  await settled('done');
  expect((await state()).counts['retail-events']).toEqual(TOLD);
  expect(await compare()).toEqual({ status: 'done', reason: undefined });

  // All of it once more, in runs of their own and batches cut in another way: analytics knows each event.
  await faults({});
  const request = { topic: 'inventory.changed', flowId: 'analytics-outbox', from: '2020-01-01T00:00:00.000Z' };
  const replay = await world.call(api.startReplay, { body: request });
  if (!replay.ok) throw new Error(JSON.stringify(replay.problem));
  await vi.waitFor(async () => {
    const now = await world.call(api.getReplay, { params: { id: replay.value.id } });
    expect(now).toMatchObject({ value: { status: 'done' } });
    expect(now.ok && now.value.begun).toBeGreaterThan(0);
  }, WAIT);
  await settled('done');
  expect((await state()).counts['retail-events']).toEqual(TOLD);
}, 90_000);

it('R13: a difference is an exception until what was refused is sent again, and what analytics lost is found', async () => {
  await faults({ reject: 0.4 });
  await tell('return.refunded', 16, 35);
  await settled('done', 'exception');
  const listed = await world.call(api.listExceptions, { query: { flow: 'analytics-outbox', status: 'open' } });
  const failed = listed.ok ? listed.value.exceptions : [];
  expect(failed[0]).toMatchObject({ node: 'send', code: 'events-refused' });
  const there = (await state()).counts['retail-events']['return.refunded'];
  expect(await compare()).toEqual({
    status: 'exception',
    reason: expect.stringMatching(new RegExp(`return\\.refunded: ${there} of 50$`)),
  });

  await faults({});
  for (const { id } of failed)
    expect(await world.call(api.retryException, { params: { id }, body: { by: 'test' } })).toMatchObject({ ok: true });
  await settled('done');
  expect((await state()).counts['retail-events']['return.refunded']).toBe(50);
  expect(await compare()).toMatchObject({ status: 'done' });

  await faults({ lose: 1 });
  await tell('order.completed', 21, 3);
  await settled('done');
  expect(await compare()).toMatchObject({
    status: 'exception',
    reason: expect.stringContaining('order.completed: 20 of 23'),
  });
}, 90_000);
