import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { samples, sampleTables } from '@lockstep/nodes/samples';
import { type Simulator, ZENDESK_CREDENTIALS, zendeskSimulator } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

const WAIT = { timeout: 30_000, interval: 100 };
/** Of the calls nearly half fail here: nobody waits ten seconds until a tripped breaker tries again. */
const FAST = {
  concurrency: 20,
  breaker: { ...DEFAULT_BREAKER, openMs: 100, maxOpenMs: 400 },
  drainPerSecond: 200,
};
const ORDERS = ['W-1', 'W-2', 'W-3', 'W-4'];

let world: TestRuntime;
let desk: Simulator;
/** Stands for the ERP behind `fulfil-group`: refuses everything until it is mended. */
let isErpBroken = true;
const erp = createServer((_, res) =>
  res.writeHead(isErpBroken ? 422 : 200, { 'content-type': 'application/json' }).end('{}'),
);

beforeAll(async () => {
  await new Promise<void>((done) => erp.listen(0, '127.0.0.1', done));
  const erpUrl = `http://127.0.0.1:${(erp.address() as AddressInfo).port}`;
  [world, desk] = await Promise.all([startTestRuntime(), zendeskSimulator({ perMinute: 60_000 })]);
  const put = (id: string, system: string, baseUrl: string, secrets: Readonly<Record<string, string>>) =>
    world.call(api.putConnection, { params: { id }, body: { name: id, system, baseUrl, settings: {}, secrets } });
  const { email, apiToken } = ZENDESK_CREDENTIALS;
  const zendesk = {
    name: 'Desk',
    system: 'zendesk',
    baseUrl: desk.baseUrl,
    settings: { email },
    secrets: { apiToken },
    limits: FAST,
  };
  expect(await world.call(api.putConnection, { params: { id: 'zendesk' }, body: zendesk })).toMatchObject({ ok: true });
  expect(await put('erp', 'http', erpUrl, {})).toMatchObject({ ok: true });
  for (const table of sampleTables.filter(({ name }) => name === 'customer-visible')) {
    const body = { ...table, rows: [...table.rows], note: '' };
    expect(await world.call(api.createTable, { body })).toMatchObject({ ok: true });
  }
  const retry = { maxAttempts: 50, baseMs: 20, capMs: 100, jitter: 0.2 };
  for (const flow of samples.filter(({ id }) => id === 'service-case')) {
    const hasten = (one: (typeof flow.nodes)[number]) =>
      one.type.startsWith('service-desk.') ? { ...one, policy: { retry } } : one;
    await world.publish({ ...flow, nodes: flow.nodes.map(hasten) });
  }
  // One flow a customer notices, and one nobody does; both about an order.
  for (const id of ['fulfil-group', 'stock-for-marketplace']) {
    await world.publish(
      flowOf(
        id,
        [
          node('begin', 'manual', { businessKey: '=input.order' }),
          node('case', 'update-case', { kind: 'order', key: '=steps.begin.order', lines: '=[{ id: "1" }]' }),
          node('call', 'http-request', { connection: 'erp', method: 'POST', url: '/deliveries', body: '={}' }),
        ],
        [
          { from: 'begin', port: 'out', to: 'case' },
          { from: 'case', port: 'updated', to: 'call' },
        ],
      ),
    );
  }
}, 60_000);
afterAll(async () => {
  await Promise.all([world?.stop(), desk?.close(), new Promise((done) => erp.close(done))]);
});

interface Tickets {
  readonly tickets: readonly {
    readonly external_id: string;
    readonly status: string;
    readonly requester: string | null;
    readonly comments: readonly { readonly body: string; readonly public: boolean }[];
  }[];
}
const tickets = async () => ((await (await fetch(desk.stateUrl)).json()) as Tickets).tickets;
const faults = (body: object) => fetch(desk.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
const begin = (flowId: string, order: string) =>
  world.call(api.startRun, { params: { flowId }, body: { node: 'begin', message: { order }, by: 'test' } });
const exceptionsOf = async (flow: string) => {
  const listed = await world.call(api.listExceptions, { query: { flow, status: 'open' } });
  return listed.ok ? listed.value.exceptions : [];
};

it('R14: what a customer notices has one ticket for each order, with the way to its story, solved once it is well, whatever the desk does wrong', async () => {
  await faults({ status: 503, rate: 0.2, commitThenDrop: 0.3, busyAgents: 0.2 });
  // Of one order it is known who bought it.
  const payload = { reference: 'W-1', customer: { email: 'ada@example.com' } };
  const accepted = { topic: 'order.accepted', key: 'W-1', eventId: 'W-1', payload };
  expect(await world.call(api.publishEvent, { body: accepted })).toMatchObject({ ok: true });
  for (const order of ORDERS) {
    expect(await begin('fulfil-group', order)).toMatchObject({ ok: true });
    expect(await begin('stock-for-marketplace', order)).toMatchObject({ ok: true });
  }
  // A second part of one order fails, too: the agents know of both, the customer reads it once.
  expect(await begin('fulfil-group', 'W-4')).toMatchObject({ ok: true });
  const about = ORDERS.map((order) => `order/${order}`);
  await vi.waitFor(async () => {
    const open = await tickets();
    expect(open.map(({ external_id: id }) => id).toSorted()).toEqual(about);
    for (const { external_id: id, comments } of open)
      expect(comments.filter((one) => !isAgent(one.body))).toHaveLength(id === 'order/W-4' ? 3 : 2);
  }, WAIT);
  const requesters = (await tickets()).map((one) => [one.external_id, one.requester]);
  expect(Object.fromEntries(requesters)).toMatchObject({ 'order/W-1': 'ada@example.com', 'order/W-2': null });
  const customerReads = (all: Tickets['tickets'], order: string) =>
    all.find(({ external_id: id }) => id === `order/${order}`)?.comments.filter((one) => one.public) ?? [];
  expect(customerReads(await tickets(), 'W-4')).toHaveLength(1);
  for (const { external_id: id, comments } of await tickets()) {
    const [message, note] = comments.filter((one) => !isAgent(one.body));
    expect([message?.public, note?.public]).toEqual([true, false]);
    expect(message?.body).toContain(id.slice('order/'.length));
    expect(note?.body).toMatch(new RegExp(`http://127.0.0.1:\\d+/cases/${id}\\n`));
  }

  // Mended, and tried again. Of the order with two parts one is done: its ticket is not solved before the other is, too.
  isErpBroken = false;
  const retry = async (id: string) =>
    expect(await world.call(api.retryException, { params: { id }, body: { by: 'Ann' } })).toMatchObject({ ok: true });
  const open = await exceptionsOf('fulfil-group');
  const [last, ...parts] = open.filter(({ businessKey }) => businessKey === 'W-4');
  expect(parts).toHaveLength(1);
  for (const { id } of open) if (id !== last?.id) await retry(id);
  const solved = async () =>
    (await tickets()).filter(({ status }) => status === 'solved').map((one) => one.external_id);
  await vi.waitFor(async () => {
    const all = await tickets();
    expect((await solved()).toSorted()).toEqual(about.slice(0, 3));
    const notes = all.find(({ external_id: id }) => id === 'order/W-4')?.comments.filter((one) => !one.public) ?? [];
    expect(notes.filter(({ body }) => body.includes('done after all'))).toHaveLength(1);
  }, WAIT);
  expect(customerReads(await tickets(), 'W-4')).toHaveLength(1);
  await retry(last?.id ?? '');
  await vi.waitFor(async () => expect((await solved()).toSorted()).toEqual(about), WAIT);
  for (const order of ORDERS) expect(customerReads(await tickets(), order)).toHaveLength(2);
  await vi.waitFor(async () => {
    const told = await world.call(api.getCase, { params: { kind: 'order', key: 'W-1' } });
    const documents = told.ok ? told.value.case?.documents.filter(({ type }) => type === 'ticket') : [];
    expect(documents).toMatchObject([{ type: 'ticket', system: 'service desk' }]);
  }, WAIT);

  // It fails once more: the same ticket is opened again. Given up by a person, it stays with the agents.
  isErpBroken = true;
  await begin('fulfil-group', 'W-2');
  const ticketOf = async (order: string) => (await tickets()).find(({ external_id: id }) => id === `order/${order}`);
  await vi.waitFor(async () => expect(await ticketOf('W-2')).toMatchObject({ status: 'open' }), WAIT);
  const [again] = await exceptionsOf('fulfil-group');
  const reason = { by: 'Ben', reason: 'Sent by hand.' };
  expect(await world.call(api.discardException, { params: { id: again?.id ?? '' }, body: reason })).toMatchObject({
    ok: true,
  });
  await vi.waitFor(async () => {
    const ticket = await ticketOf('W-2');
    expect(ticket?.comments.some(({ body }) => body.includes('given up, by Ben'))).toBe(true);
    expect(ticket?.status).toBe('open');
  }, WAIT);
  expect((await tickets()).length).toBe(ORDERS.length);
}, 120_000);

function isAgent(body: string): boolean {
  return body === 'I am looking into it.';
}
