import { createHmac } from 'node:crypto';
import * as api from '@lockstep/schema/api';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { ListenError, listen } from './http/server.ts';
import { flowOf, node, startTestRuntime, type TestRuntime } from './main/testing.ts';

let world: TestRuntime | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const log = node('log', 'log', { message: 'seen' });

async function until<T>(ask: () => Promise<T | undefined>, timeoutMs = 10_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Reads an event stream until `stop` is content with what came. */
async function readEvents(
  url: string,
  headers: Record<string, string>,
  stop: (text: string) => boolean,
): Promise<string> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!stop(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  abort.abort();
  return text;
}

describe('one installation, two processes', () => {
  it('dedupes and tells of changes across both', async () => {
    world = await startTestRuntime();
    const other = await world.another();
    await world.publish(flowOf('shared', [node('in', 'webhook', { path: 'shared', dedupe: 'x-delivery' }), log]));
    const heard = readEvents(`${other.url}/api/events`, {}, (text) => /"status":"done"/.test(text));
    const post = async (url: string) => {
      const answer = await fetch(`${url}/hooks/shared`, {
        method: 'POST',
        body: '{}',
        headers: { 'x-delivery': 'd1' },
      });
      return answer.status === 202 ? ((await answer.json()) as { runId: string; duplicate?: boolean }) : undefined;
    };
    const first = await until(() => post(world?.runtime.url ?? ''));
    const second = await until(() => post(other.url));
    expect(second).toMatchObject({ runId: first.runId, duplicate: true });
    const text = await heard;
    expect(text).toContain(`event: run.changed\ndata: {"type":"run.changed","runId":"${first.runId}"`);

    const lastId = /id: (\S+)/.exec(text)?.[1] ?? '';
    const run = await world.call(api.startRun, { params: { flowId: 'shared' }, body: { message: {} } });
    const runId = run.ok ? run.value.runId : '';
    await until(async () => {
      const view = await world?.call(api.getRun, { params: { runId } });
      return view?.ok && view.value.status === 'done' ? true : undefined;
    });
    const resumed = await readEvents(`${other.url}/api/events?run=${runId}`, { 'last-event-id': lastId }, (seen) =>
      seen.includes(runId),
    );
    expect(resumed).not.toContain(first.runId);
  });

  it('goes on with the runs of a process that stops', async () => {
    world = await startTestRuntime();
    let calls = 0;
    const slow = new Hono().post('/', async (context) => {
      calls += 1;
      if (calls === 1) await new Promise((resolve) => setTimeout(resolve, 300));
      return context.json({}, calls === 1 ? 503 : 200, { 'retry-after': '1' });
    });
    const server = await listen(slow, { host: '127.0.0.1', port: 0 });
    try {
      const send = node('send', 'http-request', { method: 'POST', url: `http://127.0.0.1:${server.port}/` });
      await world.publish(flowOf('handover', [node('in', 'manual'), send]));
      const other = await world.another();
      const run = await world.call(api.startRun, { params: { flowId: 'handover' }, body: { message: {} } });
      await until(async () => (calls > 0 ? true : undefined));
      await world.runtime.close();
      const status = await until(async () => {
        const { status } = (await (await fetch(`${other.url}/status/${run.ok ? run.value.runId : ''}`)).json()) as {
          status: string;
        };
        return status === 'done' || status === 'exception' ? status : undefined;
      });
      expect([status, calls]).toEqual(['done', 2]);
    } finally {
      await server.close(0);
    }
  });
});

interface Level {
  readonly sku: string;
  readonly locationId: number;
  readonly available: number;
}
interface Listing {
  readonly sku: string;
  readonly quantity: number;
}

describe('the demo', () => {
  it('brings the estate, its connections and the samples, and orders run through', async () => {
    world = await startTestRuntime({ demo: true, ordersPerMinute: 0 });
    const { call } = world;
    const estate = await call(api.listEstate);
    const systems = estate.ok ? estate.value.map(({ system }) => system) : [];
    expect(systems).toEqual(expect.arrayContaining(['shopify', 'sap', 'wms', 'stripe']));
    for (const id of systems) {
      expect(await call(api.testConnection, { params: { id } })).toMatchObject({ ok: true, value: { ok: true } });
    }
    expect(await call(api.getTopic, { params: { topic: 'inventory.changed' } })).toMatchObject({
      value: { declared: true, owner: 'Warehouse', contract: 'inventory' },
    });
    await call(api.sendEstateOrders, { body: { count: 3 } });
    const runs = await until(async () => {
      const listed = await call(api.listRuns, { query: { flow: 'order-to-erp', status: 'done' } });
      return listed.ok && listed.value.runs.length === 3 ? listed.value.runs : undefined;
    });
    const state = await call(api.getEstateState, { params: { system: 'sap' } });
    const { salesOrders } = (state.ok ? state.value : {}) as { salesOrders: { PurchaseOrderByCustomer: string }[] };
    expect(salesOrders.map(({ PurchaseOrderByCustomer }) => PurchaseOrderByCustomer).sort()).toEqual(
      runs.map(({ businessKey }) => businessKey).sort(),
    );
  });

  it('shows the stock of the warehouse in the shop and on the marketplace, after the estate has begun again, too', async () => {
    world = await startTestRuntime({ demo: true, ordersPerMinute: 0 });
    const { call, runtime } = world;
    const wms = runtime.estate?.entries.find(({ system }) => system === 'wms');
    const count = async (onHand: number) => {
      const body = JSON.stringify({ warehouse: 'BER-1', sku: 'MUG-BLUE', onHand });
      expect((await fetch(`${wms?.baseUrl}/_sim/stock`, { method: 'PUT', body })).status).toBe(200);
    };
    const shown = async () => {
      const [shop, market] = await Promise.all(
        ['shopify', 'sp-api'].map((system) => call(api.getEstateState, { params: { system } })),
      );
      const { inventoryLevels } = (shop?.ok ? shop.value : null) as unknown as { inventoryLevels: readonly Level[] };
      const { listings } = (market?.ok ? market.value : null) as unknown as { listings: readonly Listing[] };
      return {
        shop: inventoryLevels.find(({ sku, locationId }) => sku === 'MUG-BLUE' && locationId === 655441493)?.available,
        market: listings.find(({ sku }) => sku === 'MUG-BLUE')?.quantity,
      };
    };
    expect(await call(api.resetEstate, { body: {} })).toMatchObject({ ok: true });
    expect(await shown()).toEqual({ shop: 40, market: undefined });
    await count(55);
    await expect.poll(shown, { timeout: 40_000 }).toEqual({ shop: 53, market: 55 });
  }, 60_000);

  it('takes any signed order at the promised address, and faults are set and healed through the API', async () => {
    world = await startTestRuntime({ demo: true, ordersPerMinute: 0 });
    const secret = world.runtime.estate?.entries[0]?.webhookSecret ?? '';
    const body = '{"not":"an order"}';
    const sign = createHmac('sha256', secret).update(body).digest('base64');
    const answer = await fetch(`${world.runtime.url}/hooks/shopify/orders-create`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-shopify-hmac-sha256': sign, 'x-shopify-webhook-id': 'w1' },
    });
    expect(answer.status).toBe(202);
    const faults = { status: 503, rate: 0.5, retryAfter: 2 };
    expect(await world.call(api.putEstateFaults, { params: { system: 'sap' }, body: faults })).toEqual({
      ok: true,
      value: faults,
    });
    expect(await world.call(api.getEstateFaults, { params: { system: 'sap' } })).toEqual({ ok: true, value: faults });
    expect(await world.call(api.putEstateFaults, { params: { system: 'sap' }, body: {} })).toEqual({
      ok: true,
      value: {},
    });
    expect(await world.call(api.getEstateFaults, { params: { system: 'fax' } })).toMatchObject({ code: 'not-found' });
  });

  it('never overwrites a flow a person changed, nor brings back one that was deleted', async () => {
    world = await startTestRuntime({ demo: true, ordersPerMinute: 0 });
    const draft = await world.call(api.getDraft, { params: { flowId: 'order-to-erp' } });
    if (!draft.ok) throw new Error(draft.detail);
    const mine = { ...draft.value.flow, name: 'Mine' };
    await world.call(api.saveDraft, { params: { flowId: mine.id }, body: { flow: mine, basedOn: 1 } });
    await world.call(api.deleteFlow, { params: { flowId: 'first-steps' } });
    const again = await world.another({ demo: true });
    const call = api.createClient({ baseUrl: again.url, fetch });
    expect(await call(api.getDraft, { params: { flowId: mine.id } })).toMatchObject({
      ok: true,
      value: { flow: { name: 'Mine' }, revision: 2 },
    });
    expect(await call(api.getDraft, { params: { flowId: 'first-steps' } })).toMatchObject({ code: 'not-found' });
    expect(await call(api.testConnection, { params: { id: 'sap' } })).toMatchObject({ ok: true, value: { ok: true } });
  });
});

it('says in a sentence that the port is taken', async () => {
  const server = await listen(new Hono(), { host: '127.0.0.1', port: 0 });
  const second = listen(new Hono(), { host: '127.0.0.1', port: server.port });
  await expect(second).rejects.toThrow(ListenError);
  await expect(second).rejects.toThrow(`Port ${server.port} is in use on 127.0.0.1.`);
  await server.close(0);
});
