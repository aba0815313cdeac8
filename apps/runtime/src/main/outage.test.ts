import { setTimeout as sleep } from 'node:timers/promises';
import * as api from '@lockstep/schema/api';
import { type ConnectionLimits, DEFAULT_BREAKER } from '@lockstep/schema/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

// An outage drill on the virtual estate, with two processes of the runtime on one PostgreSQL.
const ORDERS = 200;
const limits: ConnectionLimits = {
  concurrency: 20,
  breaker: { ...DEFAULT_BREAKER, openMs: 1_000, maxOpenMs: 2_000 },
  drainPerSecond: 60,
};

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime({ demo: true, ordersPerMinute: 0 });
  await world.another();
});
afterAll(() => world?.stop());

const sap = async () => {
  const listed = await world.call(api.listConnections);
  return listed.ok ? listed.value.connections.find(({ id }) => id === 'sap') : undefined;
};
const faults = (body: api.Faults) => world.call(api.putEstateFaults, { params: { system: 'sap' }, body });
const counts = async () => {
  const rows = await world.store.sql<{ status: string; runs: number }[]>`
    select status, count(*)::int as runs from runs where flow_id = 'order-to-erp' group by status`;
  return Object.fromEntries(rows.map(({ status, runs }) => [status, runs]));
};
const salesOrders = async () => {
  const state = await world.call(api.getEstateState, { params: { system: 'sap' } });
  const { salesOrders: orders } = (state.ok ? state.value : {}) as {
    salesOrders: readonly { PurchaseOrderByCustomer: string }[];
  };
  return orders.map(({ PurchaseOrderByCustomer }) => PurchaseOrderByCustomer);
};

it('orders wait while the ERP is away, and go through at the drain rate when it is back: none fails, none is doubled', async () => {
  const known = await sap();
  if (!known) throw new Error('The demo has no ERP.');
  const { name, system, baseUrl, settings } = known;
  const body = { name, system, baseUrl, settings, limits };
  expect(await world.call(api.putConnection, { params: { id: 'sap' }, body })).toMatchObject({
    ok: true,
    value: { limits },
  });
  await faults({ status: 503, rate: 1 });
  await world.call(api.sendEstateOrders, { body: { count: ORDERS } });
  await expect
    .poll(async () => (await counts()).waiting ?? 0, { timeout: 30_000, interval: 200 })
    .toBeGreaterThan(ORDERS * 0.9);
  await sleep(3_000);
  expect((await counts()).exception).toBeUndefined();
  // Each process tells what waits with it once a second.
  await expect.poll(async () => (await sap())?.health?.waiting ?? 0).toBeGreaterThan(ORDERS * 0.5);
  expect(['open', 'half-open']).toContain((await sap())?.health?.state);

  // A run that has just been let out to try the ERP waits for nothing: the next look finds another one.
  const waiting = async () => {
    const [run] = await world.store.sql<{ id: string }[]>`
      select id from runs where status = 'waiting' order by random() limit 1`;
    const view = await world.call(api.getRun, { params: { runId: run?.id ?? '' } });
    return view.ok ? view.value.steps.find(({ node }) => node === 'sap-order') : undefined;
  };
  await expect
    .poll(async () => {
      const { waitingFor, dueAt } = (await waiting()) ?? {};
      return waitingFor && { ...waitingFor, isThen: waitingFor.until === dueAt };
    })
    .toMatchObject({ connection: 'sap', name, isThen: true });

  // Who sent the order is told the same at its status address: accepted, and kept for the ERP (R57).
  const told = async () => {
    const [run] = await world.store.sql<{ id: string }[]>`
      select id from runs where status = 'waiting' order by random() limit 1`;
    const answer = await fetch(`${world.runtime.url}/status/${run?.id}`);
    return (await answer.json()) as api.RunStatusView;
  };
  await expect.poll(told).toMatchObject({ status: 'waiting', waitingFor: [name] });

  await faults({});
  const healed = Date.now();
  await expect.poll(async () => (await counts()).done ?? 0, { timeout: 60_000, interval: 200 }).toBe(ORDERS);
  const seconds = (Date.now() - healed) / 1000;
  expect(await counts()).toEqual({ done: ORDERS });
  const orders = await salesOrders();
  expect([orders.length, new Set(orders).size]).toEqual([ORDERS, ORDERS]);
  // Each order is looked for and then created: two calls. A burst is a quarter of a second's worth.
  expect(seconds).toBeGreaterThan(ORDERS / limits.drainPerSecond);
  const [drained] = await world.store.sql<{ busiest: number }[]>`
    select max(n)::int as busiest from (
      select count(*) as n from run_events where event->>'type' = 'step.succeeded' and event->>'node' = 'sap-order'
      group by floor((event->>'at')::numeric / 1000)) as seconds`;
  expect(drained?.busiest).toBeLessThanOrEqual((limits.drainPerSecond * 1.5) / 2);
  expect((await sap())?.health?.state).toBe('closed');
}, 120_000);
