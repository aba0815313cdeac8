import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import { isEnded } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

// What is promised about failing systems and messages, from the door to the list of exceptions.
const wait = { timeout: 30_000, interval: 50 };
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const RETRY = { maxAttempts: 4, baseMs: 200, capMs: 2_000, jitter: 0.5 };
let world: TestRuntime;
let partner: Server;
/** What the partner answers, by the path it is asked at: one a request, the last one stays. */
const script = new Map<string, readonly { readonly status: number; readonly headers?: Record<string, string> }[]>();
/** When it was asked, by path. */
const asked = new Map<string, number[]>();

beforeAll(async () => {
  partner = createServer((request, response) => {
    const path = request.url ?? '';
    const times = asked.get(path) ?? [];
    asked.set(path, times);
    const answers = script.get(path) ?? [];
    const { status, headers } = answers[Math.min(times.length, answers.length - 1)] ?? { status: 200 };
    times.push(performance.now());
    request.resume().on('end', () => response.writeHead(status, headers).end());
  });
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve));
  world = await startTestRuntime();
  const url = `="http://127.0.0.1:${(partner.address() as AddressInfo).port}/" + input.to`;
  const door = node('in', 'webhook', { path: 'partner', businessKey: '=input.to' });
  const call = node('call', 'http-request', { method: 'POST', url }, { strategy: 'key', retry: RETRY });
  await world.publish(flowOf('partner', [door, call]));
});
afterAll(async () => {
  await world?.stop();
  partner.close();
});

async function send(path: string, message: object): Promise<string> {
  const response = await fetch(`${world.runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: TRACE },
    body: JSON.stringify(message),
  });
  return ((await response.json()) as { runId: string }).runId;
}
async function ended(runId: string): Promise<api.RunView> {
  return vi.waitFor(async () => {
    const run = await world.call(api.getRun, { params: { runId } });
    if (!run.ok || !isEnded(run.value.status)) throw new Error('It goes on.');
    return run.value;
  }, wait);
}
const exceptionOf = async ({ exceptionId = '' }: api.RunView): Promise<Partial<api.ExceptionDetail>> => {
  const found = await world.call(api.getException, { params: { id: exceptionId } });
  return found.ok ? found.value : {};
};
/** Milliseconds between one request and the next. */
const pauses = (path: string) =>
  (asked.get(path) ?? []).flatMap((at, i, all) => (i === 0 ? [] : [at - (all[i - 1] ?? 0)]));

it('R70: waits longer before each attempt, at least as long as the partner asks, and tries no refusal again', async () => {
  script.set('/slow', [
    { status: 500 },
    { status: 503 },
    { status: 429, headers: { 'retry-after': '1' } },
    { status: 200 },
  ]);
  script.set('/no', [{ status: 422 }]);
  const [slow, no] = await Promise.all([send('partner', { to: 'slow' }), send('partner', { to: 'no' })]);
  expect((await ended(slow)).status).toBe('done');
  const [first = 0, second = 0, third = 0, ...more] = pauses('/slow');
  expect(more).toEqual([]);
  // Half of the wait is left to chance; a busy machine only makes it longer.
  expect([first >= 100, second >= 200, third >= 1_000]).toEqual([true, true, true]);
  expect(await ended(no)).toMatchObject({ status: 'exception', failure: { node: 'call' } });
  expect(asked.get('/no')).toHaveLength(1);
});

it('R66: after the last attempt it is an exception with reason, payload, attempts, and the trace it belongs to', async () => {
  script.set('/away', [{ status: 503 }]);
  const run = await ended(await send('partner', { to: 'away', order: '#1042' }));
  expect(run).toMatchObject({ status: 'exception', trigger: { traceparent: TRACE } });
  expect(asked.get('/away')).toHaveLength(RETRY.maxAttempts);
  expect(await exceptionOf(run)).toMatchObject({
    runId: run.runId,
    node: 'call',
    category: 'system',
    code: 'http-503',
    reason: expect.stringContaining('(503)'),
    attempts: RETRY.maxAttempts,
    message: { to: 'away', order: '#1042' },
    status: 'open',
  });
});

it('R75: each failure has a category, and is looked after, talked about and settled by people', async () => {
  const statuses = { auth: 401, validation: 422, business: 409, rate: 429, timeout: 504 };
  const retry = { ...RETRY, maxAttempts: 1 };
  const url = `="http://127.0.0.1:${(partner.address() as AddressInfo).port}/" + input.to`;
  const call = node('call', 'http-request', { method: 'POST', url }, { strategy: 'key', retry });
  await world.publish(flowOf('once', [node('in', 'webhook', { path: 'once' }), call]));
  await world.publish(
    flowOf('mapped', [
      node('in', 'webhook', { path: 'mapped' }),
      node('map', 'set-fields', { mode: 'keep', fields: [{ path: 'a', value: '=input.none.more' }] }),
    ]),
  );
  for (const [name, status] of Object.entries(statuses)) script.set(`/${name}`, [{ status }]);
  const names = Object.keys(statuses);
  const runs = await Promise.all(names.map(async (to) => ended(await send('once', { to }))));
  const raised = await Promise.all(runs.map(exceptionOf));
  expect(raised.map(({ category }) => category)).toEqual(names);
  const mapped = await ended(await send('mapped', {}));
  expect((await exceptionOf(mapped)).category).toBe('mapping');

  const params = { id: mapped.exceptionId ?? '' };
  await world.call(api.assignException, { params, body: { owner: 'ann' } });
  await world.call(api.commentException, { params, body: { by: 'ann', text: 'The sender leaves it out.' } });
  await world.call(api.discardException, { params, body: { by: 'ann', reason: 'Sent again by hand.' } });
  expect(await exceptionOf(mapped)).toMatchObject({
    owner: 'ann',
    comments: [{ text: 'The sender leaves it out.' }],
    status: 'discarded',
  });
});

it('R73: malformed messages are exceptions with a reason, and hold nobody up', async () => {
  await world.publish(
    flowOf('mixed', [
      node('in', 'webhook', { path: 'mixed' }),
      node('lower', 'set-fields', { mode: 'keep', fields: [{ path: 'c', value: '=input.currency.toLowerCase()' }] }),
    ]),
  );
  const messages = Array.from({ length: 200 }, (_, i) => ({ currency: i % 100 === 50 ? null : 'EUR' }));
  const runs = await Promise.all(messages.map((message) => send('mixed', message)));
  expect(new Set(runs).size).toBe(200);
  await vi.waitFor(async () => {
    const counts = await world.store.sql`
      select status, count(*)::int from runs where flow_id = 'mixed' group by status order by status`;
    expect(counts.map((row) => ({ ...row }))).toEqual([
      { status: 'done', count: 198 },
      { status: 'exception', count: 2 },
    ]);
  }, wait);
});

it('R76: waiting runs are in no memory, survive the end of their process, and go on in another one', async () => {
  const waiting = node('wait', 'wait-for-event', {
    topic: 'ready',
    key: '=input.to',
    from: 'kept',
    timeoutMs: 600_000,
  });
  await world.publish(flowOf('waits', [node('in', 'webhook', { path: 'waits' }), waiting]));
  const keys = Array.from({ length: 100 }, (_, i) => `k${i}`);
  const runs = await Promise.all(keys.map((to) => send('waits', { to })));
  const inFlight = async () => {
    const text = await (await fetch(`${world.runtime.url}/metrics`)).text();
    return /^lockstep_runs_in_flight (\d+)/m.exec(text)?.[1];
  };
  await vi.waitFor(async () => expect(await inFlight()).toBe('0'), wait);
  const other = await world.another();
  await world.runtime.close();
  for (const key of keys) {
    const body = JSON.stringify({ topic: 'ready', key, eventId: key, payload: null });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${other.url}/api/events`, { method: 'POST', headers, body })).status).toBe(202);
  }
  await vi.waitFor(async () => {
    const rows = await world.store.sql`select id from runs where flow_id = 'waits' and status = 'done'`;
    expect(rows).toHaveLength(runs.length);
  }, wait);
});
