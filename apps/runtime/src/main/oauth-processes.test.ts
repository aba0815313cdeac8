import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

/** A system whose refresh tokens rotate: one that is used twice ends everything. It answers late, so that all ask at once. */
const state = { access: '', refresh: 'r0', refreshes: 0, revoked: false, orders: 0 };
const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += String(piece);
  if (request.url !== '/token') {
    const isKnown = state.access !== '' && request.headers.authorization === `Bearer ${state.access}`;
    if (isKnown) state.orders += 1;
    return void response.writeHead(isKnown ? 200 : 401).end();
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  if (state.revoked || new URLSearchParams(body).get('refresh_token') !== state.refresh) {
    state.revoked = true;
    return void response.writeHead(400).end('{"error":"invalid_grant"}');
  }
  state.refreshes += 1;
  state.access = randomUUID();
  state.refresh = randomUUID();
  response.writeHead(200).end(JSON.stringify({ access_token: state.access, refresh_token: state.refresh }));
});

let world: TestRuntime;
let urls: readonly string[];
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world = await startTestRuntime();
  const other = await world.another();
  urls = [world.runtime.url, other.url];
  const settings = { tokenUrl: `${baseUrl}/token`, clientId: 'c' };
  const secrets = { refreshToken: 'r0', clientSecret: 's' };
  const connection = { name: 'Shop', system: 'http', baseUrl, settings, secrets };
  expect(await world.call(api.putConnection, { params: { id: 'shop' }, body: connection })).toMatchObject({ ok: true });
  const order = node('order', 'http-request', { connection: 'shop', method: 'POST', url: '/orders', body: {} });
  await world.publish(flowOf('orders', [node('in', 'webhook', { path: 'orders' }), order]));
  // The other process hears of the address a moment later; then it says which method is taken there.
  for (const url of urls)
    await vi.waitFor(async () => expect((await fetch(`${url}/hooks/orders`)).status).toBe(405), 10_000);
});
afterAll(async () => {
  await world?.stop();
  server.close();
});

async function send(count: number, doneInAll: number): Promise<void> {
  const sent = Array.from({ length: count }, (_, at) =>
    fetch(`${urls[at % urls.length]}/hooks/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }),
  );
  expect((await Promise.all(sent)).map(({ status }) => status)).toEqual(Array(count).fill(202));
  await vi.waitFor(
    async () => {
      const rows = await world.store.sql<{ status: string }[]>`select status from runs`;
      expect(rows.map(({ status }) => status)).toEqual(Array(doneInAll).fill('done'));
    },
    { timeout: 40_000, interval: 100 },
  );
}

it('fifty calls in two processes get one new token, and none of the rotating refresh tokens is used twice', async () => {
  await send(50, 50);
  expect(state).toMatchObject({ refreshes: 1, revoked: false, orders: 50 });
  state.access = 'lapsed';
  await send(50, 100);
  expect(state).toMatchObject({ refreshes: 2, revoked: false, orders: 100 });
  const kept = await world.call(api.listConnections);
  expect(kept.ok && kept.value.connections[0]?.secretsSet).toEqual(['clientSecret', 'refreshToken', 'token']);
});
