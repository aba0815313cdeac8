import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

const wait = { timeout: 15_000, interval: 20 };
const EIGHT = '2026-11-20T08:00:00.000Z';
let world: TestRuntime;

/** A door whose flow tells an event and calls another flow: what happened once keeps its time all the way. */
beforeAll(async () => {
  world = await startTestRuntime();
  const story = { kind: 'order', key: '=input.order', state: 'placed' };
  const called = [node('in', 'callable'), node('case', 'update-case', story), node('back', 'return')];
  const edges = [
    { from: 'in', port: 'out', to: 'case' },
    { from: 'case', port: 'updated', to: 'back' },
  ];
  await world.publish(flowOf('called', called, edges));
  await world.publish(
    flowOf('listens', [node('on', 'on-event', { topic: 'placed' }), node('log', 'log', { message: 'x' })]),
  );
  const own = { topic: 'placed', sourceTime: 'input.payload.changed' };
  await world.publish(flowOf('own-time', [node('on', 'on-event', own), node('log', 'log', { message: 'x' })]));
  await world.publish(
    flowOf('door', [
      node('in', 'webhook', { path: 'door', sourceTime: '=input.at', businessKey: '=input.order' }),
      node('tell', 'send-event', { topic: 'placed', key: '=input.order' }),
      node('call', 'call-flow', { flow: 'called', message: '=steps.in' }),
    ]),
  );
  await world.publish(
    flowOf('by-header', [
      node('in', 'webhook', { path: 'by-header', sourceTime: 'X-Happened' }),
      node('log', 'log', { message: 'x' }),
    ]),
  );
});
afterAll(() => world?.stop());

async function send(path: string, body: object, headers: Record<string, string> = {}): Promise<string> {
  const init = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  };
  const answer = await fetch(`${world.runtime.url}/hooks/${path}`, init);
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { runId: string }).runId;
}

/** Times of the runs of a flow, once so many are done. */
const timesOf = (flow: string, count: number) =>
  vi.waitFor(async () => {
    const answer = await world.call(api.listRuns, { query: { flow } });
    const runs = answer.ok ? answer.value.runs : [];
    expect(runs.map(({ status }) => status)).toEqual(Array(count).fill('done'));
    return runs.map(({ sourceAt, sourceNote, receivedAt }) => ({
      sourceAt,
      sourceNote,
      received: receivedAt !== undefined,
    }));
  }, wait);

it('a run, what it tells and whom it calls keep the time of the source, and the story can be ordered by it', async () => {
  await send('door', { order: 'W-1', at: '2026-11-20T09:00:00+01:00', changed: '2026-11-20T07:59:00Z' });
  const told = { sourceAt: EIGHT, sourceNote: undefined, received: true };
  expect(await timesOf('door', 1)).toEqual([told]);
  expect(await timesOf('called', 1)).toEqual([told]);
  expect(await timesOf('listens', 1)).toEqual([told]);
  expect(await timesOf('own-time', 1)).toEqual([{ ...told, sourceAt: '2026-11-20T07:59:00.000Z' }]);
  expect(await world.call(api.getTopicEvent, { params: { topic: 'placed', offset: 1 } })).toMatchObject({
    value: { sourceAt: EIGHT, receivedAt: expect.any(String) },
  });
  const story = await world.call(api.getCase, { params: { kind: 'order', key: 'W-1' } });
  const began = story.ok ? story.value.timeline.filter(({ what }) => what === 'began') : [];
  expect(began.find(({ run }) => run?.flowId === 'door')).toMatchObject({ happenedAt: EIGHT });
  // What went on from it began when it did.
  expect(began.find(({ run }) => run?.flowId === 'called')).not.toHaveProperty('happenedAt');
});

it('a message whose time is missing or wrong is taken, and its run says why there is none', async () => {
  await send('by-header', {}, { 'x-happened': 'Fri, 20 Nov 2026 08:00:00 GMT' });
  await send('by-header', {});
  await send('by-header', {}, { 'x-happened': '2026-11-20T08:00:00' });
  expect((await timesOf('by-header', 3)).map(({ sourceAt, sourceNote }) => sourceAt ?? sourceNote)).toEqual([
    '"2026-11-20T08:00:00" names no time zone.',
    'There is none in the message.',
    EIGHT,
  ]);
});

it('an event of another system brings its own time, and delays are told by flow', async () => {
  const happenedAt = '2026-11-20T09:00:00+01:00';
  const body = { topic: 'placed', key: 'W-2', eventId: 'e2', payload: {}, happenedAt };
  expect(await world.call(api.publishEvent, { body })).toMatchObject({ ok: true });
  expect(await timesOf('listens', 2)).toMatchObject([{ sourceAt: EIGHT }, { sourceAt: EIGHT }]);
  await timesOf('own-time', 2);
  const answer = await world.call(api.getSourceDelays, { query: {} });
  const delays = answer.ok ? answer.value.delays : [];
  const lateMs = { p50: expect.any(Number), p95: expect.any(Number) };
  expect(delays.find(({ flowId }) => flowId === 'by-header')).toEqual({
    ...{ flowId: 'by-header', flowName: 'by-header', told: 1, untold: 2, ahead: 0 },
    ...{ heardMs: lateMs, doneMs: lateMs },
  });
  const [heard = 0, done = 0] = delays.flatMap(({ flowId, heardMs, doneMs }) =>
    flowId === 'listens' ? [heardMs?.p50 ?? 0, doneMs?.p50 ?? 0] : [],
  );
  expect(heard).toBeGreaterThan(7 * 86_400_000);
  expect(done).toBeGreaterThanOrEqual(heard);
});

it('R25: runs are listed by when they happened, page by page, and by a span of it', async () => {
  const days = [3, 1, 4, 2, 2];
  for (const [at, day] of days.entries()) {
    await send('door', { order: `S-${at}`, at: `2025-03-0${day}T09:00:00+01:00`, changed: '2025-03-01T00:00:00Z' });
  }
  const span = { sourceFrom: '2025-03-02T00:00:00Z', sourceUntil: '2025-03-05T00:00:00Z' };
  const orders = async (before?: string) => {
    const query = { flow: 'door', sort: 'source', limit: 2, ...span, ...(before !== undefined && { before }) } as const;
    const answer = await world.call(api.listRuns, { query });
    if (!answer.ok) throw new Error(answer.code);
    const { runs, next } = answer.value;
    return { runs: runs.map(({ businessKey }) => businessKey), next };
  };
  const first = await orders();
  const second = await orders(first.next);
  expect([first.runs, second]).toEqual([['S-2', 'S-0'], { runs: ['S-4', 'S-3'], next: undefined }]);
  const heard = await world.call(api.listRuns, { query: { flow: 'door', ...span } });
  expect(heard.ok && heard.value.runs.map(({ businessKey }) => businessKey)).toEqual(['S-4', 'S-3', 'S-2', 'S-0']);
});
