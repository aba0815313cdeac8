import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
let system: Server;
/** Orders that the system refuses. */
let refused: (name: string) => boolean = () => false;
const received: string[] = [];

beforeAll(async () => {
  system = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { name } = JSON.parse(text) as { name: string };
    received.push(name);
    response.writeHead(refused(name) ? 422 : 200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(system.address() as AddressInfo).port}/orders`;
  world = await startTestRuntime();
  const shape = (id: string) =>
    flowOf(
      id,
      [
        node('in', 'manual', { businessKey: '=input.name' }),
        node('paid', 'filter', { when: '=input.paid !== false', reason: 'The order is not paid.' }),
        node('send', 'http-request', { method: 'POST', url, body: '=input' }),
      ],
      [
        { from: 'in', port: 'out', to: 'paid' },
        { from: 'paid', port: 'pass', to: 'send' },
      ],
    );
  for (const id of ['orders', 'gone', 'bulk', 'canary', 'taken-over', 'edit']) await world.publish(shape(id));
});
afterAll(async () => {
  await world?.stop();
  system?.close();
});

async function start(flowId: string, message: Json): Promise<string> {
  const started = await world.call(api.startRun, { params: { flowId }, body: { message, by: 'Ada' } });
  if (!started.ok) throw new Error(started.detail);
  return started.value.runId;
}

async function value<T>(
  answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string }>,
) {
  const got = await answer;
  if (!got.ok) throw new Error(got.code);
  return got.value;
}

const ledgerOf = async (flow: string) => (await value(world.call(api.getLedger, { query: { flow } }))).flows[0];
const openOf = async (flow: string) =>
  (await value(world.call(api.listExceptions, { query: { flow, status: 'open', limit: 200 } }))).exceptions;
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 100 });

describe('the ledger', () => {
  it('accounts for every message accepted, filtered ones with their reason', async () => {
    refused = (name) => name === '#bad';
    for (const name of ['#1', '#2', '#bad']) await start('orders', { name });
    await start('orders', { name: '#3', paid: false });
    const sums = {
      accepted: 4,
      done: 2,
      filtered: 1,
      exceptions: 1,
      replayed: 0,
      cancelled: 0,
      inFlight: 0,
      missing: 0,
    };
    await eventually(async () =>
      expect(await ledgerOf('orders')).toEqual({
        flowId: 'orders',
        flowName: 'orders',
        ...sums,
        reasons: [{ reason: 'The order is not paid.', count: 1 }],
        versions: [{ version: 1, ...sums }],
      }),
    );
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const before = await value(world.call(api.getLedger, { query: { flow: 'orders', to: hourAgo } }));
    expect(before.flows).toEqual([]);
    const metrics = await (await fetch(`${world.runtime.url}/metrics`)).text();
    expect(metrics).toContain('lockstep_ledger_messages{flow="orders",outcome="accepted"}');
    expect(metrics).toContain('lockstep_ledger_missing{flow="orders"} 0');
  });

  it('raises an alarm within 10 s when a row is gone, and ends it when the row is back', async () => {
    const runId = await start('gone', { name: '#9' });
    await eventually(async () => expect(await ledgerOf('gone')).toMatchObject({ accepted: 1, done: 1 }));
    const { sql } = world.store;
    const stream = await fetch(`${world.runtime.url}/api${api.LIVE_PATH}`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const heard: string[] = [];
    const listening = (async () => {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) heard.push(part.value);
    })();
    // Counted once with the row there: what the audit found before must not stand.
    await eventually(async () =>
      expect(await sql`select accepted, found from ledger_minutes where flow_id = 'gone'`).toEqual([
        { accepted: 1, found: 1 },
      ]),
    );
    await sql`create table taken as select * from runs where id = ${runId}`;
    await sql`delete from runs where id = ${runId}`;
    const at = Date.now();
    await eventually(async () => {
      expect(heard.join('')).toContain('"type":"ledger.changed","flowId":"gone","missing":1');
    });
    expect(Date.now() - at).toBeLessThan(10_000);
    const ledger = await value(world.call(api.getLedger));
    expect(ledger.balanced).toBe(false);
    expect(ledger.flows.find(({ flowId }) => flowId === 'gone')).toMatchObject({ accepted: 1, done: 0, missing: 1 });
    expect(ledger.imbalances).toEqual([
      { kind: 'runs', flowId: 'gone', flowName: 'gone', minute: expect.any(String), expected: 1, found: 0 },
    ]);
    expect(await (await fetch(`${world.runtime.url}/metrics`)).text()).toContain(
      'lockstep_ledger_missing{flow="gone"} 1',
    );

    await sql`insert into runs select * from taken`;
    await eventually(async () => {
      expect(heard.join('')).toContain('"type":"ledger.changed","flowId":"gone","missing":0');
    });
    await eventually(async () => expect((await value(world.call(api.getLedger))).balanced).toBe(true));
    await reader?.cancel();
    await listening;
  }, 40_000);

  it('misses the exception of a failed run as well', async () => {
    const { sql } = world.store;
    await sql`create table taken_exceptions as select * from exceptions where flow_id = 'orders'`;
    await sql`delete from exceptions where flow_id = 'orders'`;
    await eventually(async () =>
      expect((await value(world.call(api.getLedger))).imbalances).toEqual([
        { kind: 'exceptions', flowId: 'orders', flowName: 'orders', expected: 1, found: 0 },
      ]),
    );
    await sql`insert into exceptions (id, run_id, flow_id, version, node, category, code, reason, kind, attempts)
      select id, run_id, flow_id, version, node, category, code, reason, kind, attempts from taken_exceptions`;
  }, 15_000);
});

describe('exceptions', () => {
  it('are grouped by cause, looked after, talked about, and retried in bulk: one, then the rest', async () => {
    refused = () => true;
    for (let i = 0; i < 14; i += 1) await start('bulk', { name: `#${100 + i}` });
    await eventually(async () => expect(await openOf('bulk')).toHaveLength(14));
    const [first] = await openOf('bulk');
    const id = first?.id ?? '';
    await value(world.call(api.assignException, { params: { id }, body: { owner: 'Grace' } }));
    await value(
      world.call(api.commentException, { params: { id }, body: { by: 'Ada', text: ' Asked the ERP team. ' } }),
    );
    expect(await value(world.call(api.getException, { params: { id } }))).toMatchObject({
      owner: 'Grace',
      message: { name: first?.businessKey },
      comments: [{ by: 'Ada', text: 'Asked the ERP team.' }],
      replays: [],
    });
    const { clusters } = await value(world.call(api.listExceptionClusters, { query: { flow: 'bulk' } }));
    expect(clusters).toMatchObject([{ flowId: 'bulk', node: 'send', nodeName: 'send', count: 14, owned: 1 }]);
    const select = { flow: 'bulk', node: 'send', cause: clusters[0]?.cause };
    expect(await value(world.call(api.startBulkRetry, { body: { select, dryRun: true } }))).toEqual({
      count: 14,
      plan: { looked: 14, kept: 0, anew: 14, lookedUp: 0, undecided: 0, undone: 0 },
    });

    refused = () => false;
    received.length = 0;
    const { bulk } = await value(world.call(api.startBulkRetry, { body: { select, by: 'Ada' } }));
    await eventually(async () =>
      expect(await value(world.call(api.getBulkRetry, { params: { id: bulk?.id ?? '' } }))).toMatchObject({
        status: 'done',
        by: 'Ada',
        total: 14,
        sent: 14,
        resolved: 14,
        failed: 0,
      }),
    );
    expect(received.toSorted()).toEqual(Array.from({ length: 14 }, (_, i) => `#${100 + i}`));
    expect(received[0]).toBe('#100'); // the oldest is the canary
  }, 30_000);

  it('are left alone when the canary fails again', async () => {
    refused = () => true;
    for (let i = 0; i < 5; i += 1) await start('canary', { name: `#${200 + i}` });
    await eventually(async () => expect(await openOf('canary')).toHaveLength(5));
    received.length = 0;
    const { bulk } = await value(world.call(api.startBulkRetry, { body: { select: { flow: 'canary' } } }));
    await eventually(async () =>
      expect(await value(world.call(api.getBulkRetry, { params: { id: bulk?.id ?? '' } }))).toMatchObject({
        status: 'stopped',
        sent: 1,
        failed: 1,
        reason: 'The first one failed again. The rest was left alone.',
      }),
    );
    expect(received).toEqual(['#200']);
    expect(await openOf('canary')).toHaveLength(5);
  }, 30_000);

  it('are retried to the end although the process that began died after it had marked some, and sent none', async () => {
    refused = () => true;
    for (let i = 0; i < 3; i += 1) await start('taken-over', { name: `#${400 + i}` });
    await eventually(async () => expect(await openOf('taken-over')).toHaveLength(3));
    refused = () => false;
    received.length = 0;
    const id = '01900000-0000-7000-8000-000000000001';
    const { sql } = world.store;
    await sql`insert into bulk_retry_items (bulk_id, pos, exception_id, sent_at)
      select ${id}, row_number() over (order by id) - 1, id, now() from exceptions where flow_id = 'taken-over'`;
    await sql`insert into bulk_retries (id, by, worker, lease_until, batch_from, stage, batch_at)
      values (${id}, 'Ada', 'dead', now() + interval '1 second', 0, 10, now())`;
    await eventually(async () =>
      expect(await value(world.call(api.getBulkRetry, { params: { id } }))).toMatchObject({
        status: 'done',
        resolved: 3,
      }),
    );
    expect(received.toSorted()).toEqual(['#400', '#401', '#402']);
  }, 30_000);

  it('are mended: the edited message travels as a new run, once, and the difference is kept', async () => {
    refused = (name) => name === '#300';
    const old = await start('edit', { name: '#300', lines: [1] });
    await eventually(async () => expect(await openOf('edit')).toHaveLength(1));
    const id = (await openOf('edit'))[0]?.id ?? '';
    const send = (message: Json) =>
      world.call(api.replayException, { params: { id }, body: { by: 'Ada', reason: 'A digit was missing.', message } });
    expect(await send({ name: '#300', lines: [1] })).toMatchObject({ code: 'request-invalid' });
    const changes = [{ path: '/name', before: '#300', after: '#3000' }];
    const { runId } = await value(send({ name: '#3000', lines: [1] }));
    expect(runId).not.toBe(old);
    expect(await send({ name: '#3001', lines: [1] })).toMatchObject({ code: 'exception-settled' });
    await eventually(async () =>
      expect(await value(world.call(api.getRun, { params: { runId } }))).toMatchObject({ status: 'done' }),
    );
    expect(await value(world.call(api.getException, { params: { id } }))).toMatchObject({
      status: 'resolved',
      runId,
      replays: [{ runId, fromRunId: old, by: 'Ada', reason: 'A digit was missing.', changes, repeated: [] }],
    });
    expect(received.filter((name) => name === '#3000')).toEqual(['#3000']);
    expect(await ledgerOf('edit')).toMatchObject({ accepted: 2, done: 1, exceptions: 0, replayed: 1, missing: 0 });
  }, 30_000);
});
