import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
let erp: Server;
let isErpBroken = false;
beforeAll(async () => {
  erp = createServer((request, response) => {
    request.resume();
    response.writeHead(isErpBroken ? 422 : 200).end('{"id":"4711"}');
  });
  await new Promise<void>((resolve) => erp.listen(0, '127.0.0.1', resolve));
  world = await startTestRuntime();
  await world.publish(orders(`http://127.0.0.1:${(erp.address() as AddressInfo).port}/`));
  await world.publish(shipments());
  await world.publish(plain());
}, 60_000);
afterAll(async () => {
  await world.stop();
  await new Promise((resolve) => erp.close(resolve));
}, 30_000);

/** Opens the case of an order, then writes the order to the ERP. */
function orders(url: string): Flow {
  return flowOf(
    'orders',
    [
      node('in', 'webhook', { path: 'orders', auth: { scheme: 'none' }, businessKey: '=input.number' }),
      node('open', 'update-case', {
        key: '=input.number',
        title: '="Order of " + input.customer',
        lines: '=input.lines',
        expected: '=[{ name: "shipped", withinMs: input.promiseMs ?? 3600000 }]',
      }),
      node('erp', 'http-request', { method: 'POST', url, body: '=trigger' }, { retry: ONCE }),
    ],
    [
      { from: 'in', port: 'out', to: 'open' },
      { from: 'open', port: 'updated', to: 'erp' },
    ],
  );
}
const ONCE = { maxAttempts: 1, baseMs: 10, capMs: 10, jitter: 0 };

/** Tells of shipments of the same order, from another system. */
function shipments(): Flow {
  return flowOf('shipments', [
    node('in', 'webhook', { path: 'shipments', auth: { scheme: 'none' }, businessKey: '=input.order' }),
    node('tell', 'update-case', {
      key: '=input.order',
      at: '=input.at',
      lines: '=[{ id: input.line, state: input.state }]',
      reached: [{ name: 'shipped' }],
      visible: true,
    }),
  ]);
}

/** Keeps no case. */
function plain(): Flow {
  return flowOf('plain', [
    node('in', 'webhook', { path: 'plain', auth: { scheme: 'none' }, businessKey: '=input.number' }),
    node('log', 'log', { message: 'seen' }),
  ]);
}

async function send(path: string, body: Json): Promise<string> {
  const response = await fetch(`${world.runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(202);
  const { runId } = (await response.json()) as { runId: string };
  await vi.waitFor(
    async () => {
      const run = await world.call(api.getRun, { params: { runId } });
      expect(run.ok && ['done', 'exception'].includes(run.value.status)).toBe(true);
    },
    { timeout: 10_000, interval: 25 },
  );
  return runId;
}

async function caseOf(key: string, kind = 'order'): Promise<api.CaseView> {
  const answer = await world.call(api.getCase, { params: { kind, key }, query: {} });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}
const texts = ({ timeline }: api.CaseView) => timeline.map(({ text }) => text);

describe('the case of an order', () => {
  const lines = [{ id: '1' }, { id: '2' }];

  it('tells across flows and systems what happened, in order, with the runs behind it', async () => {
    const placed = await send('orders', { number: 'C-1', customer: 'Ada', lines });
    const at = new Date().toISOString();
    const shipped = await send('shipments', { order: 'C-1', line: '1', state: 'shipped', at });
    const told = await caseOf('C-1');
    expect(told).toMatchObject({
      state: 'partially_fulfilled',
      title: 'Order of Ada',
      exceptions: 0,
      missed: 0,
      moreRuns: 0,
    });
    expect(told.case?.lines.map(({ id, state }) => [id, state])).toEqual([
      ['1', 'shipped'],
      ['2', 'received'],
    ]);
    expect(texts(told)).toEqual([
      'orders: a message came in',
      'First heard of: received, 2 lines',
      'Expected next: shipped',
      'erp: done',
      'orders: done',
      'shipments: a message came in',
      'Line 1: received → shipped',
      'Now partially fulfilled, was received',
      'Reached: shipped',
      'shipments: done',
    ]);
    expect(new Set(told.timeline.map(({ run }) => run?.runId))).toEqual(new Set([placed, shipped]));
    expect(told.timeline.find(({ what, tone }) => what === 'effect' && tone === 'good')?.step).toMatchObject({
      node: 'erp',
    });
  });

  it('shows what came too late and what contradicts it, and changes nothing by them', async () => {
    await send('orders', { number: 'C-2', customer: 'Bob', lines: [{ id: '1', state: 'cancelled' }, { id: '2' }] });
    await send('shipments', { order: 'C-2', line: '1', state: 'shipped', at: new Date().toISOString() });
    const told = await caseOf('C-2');
    expect(told.state).toBe('received');
    expect(texts(told)).toContain('Line 1 cannot become shipped: it is cancelled. Nothing changed');
  });

  it('shows a failed effect and counts its exception, in the list too', async () => {
    isErpBroken = true;
    await send('orders', { number: 'C-3', customer: 'Eve', lines });
    isErpBroken = false;
    const told = await caseOf('C-3');
    expect([told.exceptions, told.timeline.filter(({ tone }) => tone === 'bad').map(({ what }) => what)]).toEqual([
      1,
      ['effect', 'ended'],
    ]);
    const list = await world.call(api.listCases, { query: { search: 'C-3' } });
    expect(list).toMatchObject({
      ok: true,
      value: { cases: [{ key: 'C-3', exceptions: 1, next: { name: 'shipped' } }] },
    });
  });

  it('says what has not come in time, and counts it, before anybody asks', async () => {
    await send('orders', { number: 'C-4', customer: 'Kim', lines, promiseMs: 1 });
    await vi.waitFor(async () => expect(await caseOf('C-4')).toMatchObject({ missed: 1, next: { missed: true } }), {
      timeout: 10_000,
      interval: 100,
    });
    const late = await world.call(api.listCases, { query: { which: 'late' } });
    expect(late.ok && late.value.cases.map(({ key }) => key)).toEqual(['C-4']);
    const metrics = await (await fetch(`${world.runtime.url}/metrics`)).text();
    expect(metrics).toContain('lockstep_case_milestones_missed_total{kind="order",milestone="shipped"} 1');
    expect(metrics).toMatch(/lockstep_cases_open\{kind="order",state="received"\} \d/);
  });
});

it('what no flow keeps a case of is found by the key of its runs', async () => {
  await send('plain', { number: 'P-1' });
  const list = await world.call(api.listCases, { query: { search: 'P-' } });
  expect(list).toMatchObject({ ok: true, value: { cases: [], keys: [{ key: 'P-1', runs: 1 }] } });
  expect(texts(await caseOf('P-1', api.ANY_KIND))).toEqual(['plain: a message came in', 'plain: done']);
  const nobody = await world.call(api.getCase, { params: { kind: 'order', key: 'X / ?#é' }, query: {} });
  expect(nobody).toMatchObject({ ok: false, code: 'not-found' });
});

it('pages through the list, changed last first', async () => {
  const keys: string[] = [];
  for (let before: string | undefined, round = 0; round < 10; round += 1) {
    const page = await world.call(api.listCases, { query: { limit: 2, ...(before !== undefined && { before }) } });
    if (!page.ok) throw new Error(page.code);
    keys.push(...page.value.cases.map(({ key }) => key));
    before = page.value.next;
    if (before === undefined) break;
  }
  expect([...keys].sort()).toEqual(['C-1', 'C-2', 'C-3', 'C-4']);
  expect(keys[0]).toBe('C-4');
});
