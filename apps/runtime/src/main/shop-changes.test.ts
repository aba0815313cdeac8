import {
  BUSINESS_CENTRAL_CREDENTIALS,
  businessCentralSimulator,
  SAP_CREDENTIALS,
  SHOPIFY_CREDENTIALS,
  type Simulator,
  sapSimulator,
  shopifySignature,
  shopifySimulator,
} from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { publishSamples } from './sample-flows.testing.ts';
import { startTestRuntime, type TestRuntime } from './testing.ts';

const FLOWS = [
  'bc-changes',
  'order-gaps',
  'order-intake',
  'order-changes',
  'refunds-in-shop',
  'shop-refunds',
  'keep-subscriptions',
  'missed-orders',
];
/** Of the requests many fail here: nobody waits ten seconds until a tripped breaker tries again. */
const FAST = { concurrency: 20, breaker: { ...DEFAULT_BREAKER, openMs: 100, maxOpenMs: 400 }, drainPerSecond: 200 };
/** Steps that go to the books, of which many fail here. */
const BOOKS = /^sap\.(create|release)-credit-memo$/;
const HOUR_MS = 3_600_000;

let world: TestRuntime;
let shop: Simulator;
let sap: Simulator;
let bc: Simulator;
beforeAll(async () => {
  [world, shop, sap, bc] = await Promise.all([
    startTestRuntime(),
    shopifySimulator({ messiness: 0, timeScale: 1e-4 }),
    sapSimulator(),
    businessCentralSimulator(),
  ]);
  const systems = {
    shopify: ['shopify', shop, SHOPIFY_CREDENTIALS],
    sap: ['sap-s4hana', sap, SAP_CREDENTIALS],
    'business-central': ['business-central', bc, BUSINESS_CENTRAL_CREDENTIALS],
  } as const;
  for (const [id, [system, { baseUrl }, secrets]] of Object.entries(systems)) {
    const body = { name: id, system, baseUrl, settings: {}, secrets, limits: FAST };
    expect(await world.call(api.putConnection, { params: { id }, body })).toMatchObject({ ok: true });
  }
  const held = { type: 'text', value: world.runtime.url } as const;
  const wish = { held, description: '', note: '', basedOn: 0, by: 'test' };
  expect(await world.call(api.putVariable, { params: { name: 'publicUrl' }, body: wish })).toMatchObject({ ok: true });
  await publishSamples(world, FLOWS, Object.keys(systems), (flow) => {
    const patient = { retry: { maxAttempts: 40, baseMs: 20, capMs: 100, jitter: 0.2 } };
    const text = JSON.stringify({
      ...flow,
      nodes: flow.nodes.map((node) => (BOOKS.test(node.type) ? { ...node, policy: patient } : node)),
    });
    // The way of these tests goes by the door of orders that are accepted at once, and asks the ERP for no customers.
    return JSON.parse(text.replace('"shopify/orders-create"', '"shopify/orders-accepted"'));
  });
  await keep(null);
}, 60_000);
afterAll(() => Promise.all([world?.stop(), shop?.close(), sap?.close(), bc?.close()]));

const control = (of: Simulator, method: string, path: string, body: object) =>
  fetch(`${of.baseUrl}/_sim/${path}`, { method, body: JSON.stringify(body) });
const stateOf = async <T>(of: Simulator) => (await (await fetch(of.stateUrl)).json()) as T;
const until = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

/** An hour of the flow that keeps subscriptions. */
async function keep(previousAt: string | null): Promise<void> {
  const message = { scheduledAt: new Date().toISOString(), previousAt };
  const body = { node: 'hour', message, by: 'test' };
  const started = await world.call(api.startRun, { params: { flowId: 'keep-subscriptions' }, body });
  if (!started.ok) throw new Error(JSON.stringify(started.problem));
  await until(async () => {
    const run = await world.call(api.getRun, { params: { runId: started.value.runId } });
    expect(run).toMatchObject({ value: { status: 'done' } });
  });
}
async function place(): Promise<JsonObject> {
  const answer = await control(shop, 'POST', 'orders', {});
  const { orders } = (await answer.json()) as { orders: readonly JsonObject[] };
  return orders[0] as JsonObject;
}
/** Sends an order as it is as the shop would, with an id of its own. */
async function tell(order: JsonObject, id: string, topic = 'orders/updated'): Promise<void> {
  const body = JSON.stringify(order);
  const answer = await fetch(`${world.runtime.url}/hooks/shopify/order-changes`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-shopify-hmac-sha256': shopifySignature(SHOPIFY_CREDENTIALS.webhookSecret, Buffer.from(body)),
      'x-shopify-topic': topic,
      'x-shopify-webhook-id': id,
    },
    body,
  });
  expect([200, 202]).toContain(answer.status);
}
const eventsOf = (topic: string, key: unknown) =>
  world.store.sql<{ payload: JsonObject }[]>`
    select payload from topic_events where topic = ${topic} and key = ${String(key)}`;
const quiet = (flow: string) =>
  until(async () => {
    const [row] = await world.store.sql<{ open: number }[]>`
      select count(*)::int as open from runs where flow_id = ${flow} and status not in ('done', 'exception', 'cancelled')`;
    expect(row?.open).toBe(0);
  });
async function exceptionsOf(key: unknown): Promise<readonly string[]> {
  const listed = await world.call(api.listExceptions, { query: { flow: 'order-gaps', status: 'open' } });
  const all = listed.ok ? listed.value.exceptions : [];
  return all.filter(({ reason }) => reason.includes(`Order ${key}:`)).map(({ code, reason }) => `${code}: ${reason}`);
}

it('R1: subscriptions are made, found, and made anew; orders the shop could not tell meanwhile are each accepted once', async () => {
  const { subscriptions } = await stateOf<{ subscriptions: readonly { topic: string }[] }>(shop);
  expect(subscriptions.map(({ topic }) => topic).sort()).toEqual([
    'customers/create',
    'customers/update',
    'orders/cancelled',
    'orders/updated',
    'refunds/create',
  ]);
  expect((await stateOf<{ subscriptions: readonly object[] }>(bc)).subscriptions).toHaveLength(2);
  const told = await place();
  await until(async () => expect(await eventsOf('order.accepted', told.name)).toHaveLength(1));
  // The shop gave our address up, and tells nobody of it.
  await control(shop, 'PUT', 'target', { url: null });
  const missed = [await place(), await place()];
  await keep(new Date(Date.now() - HOUR_MS).toISOString());
  await until(async () => {
    for (const { name } of missed) expect(await eventsOf('order.accepted', name)).toHaveLength(1);
  });
  await quiet('missed-orders');
  // Fetched with the others, it had been told before.
  expect(await eventsOf('order.accepted', told.name)).toHaveLength(1);
  const after = await place();
  await until(async () => expect(await eventsOf('order.accepted', after.name)).toHaveLength(1));
}, 60_000);

it('R1: an edited order goes before a person once, whatever comes late or twice, and a cancellation is asked for once', async () => {
  const order = await place();
  await until(async () => expect(await eventsOf('order.accepted', order.name)).toHaveLength(1));
  await quiet('order-changes');
  const [first, ...others] = order.line_items as readonly JsonObject[];
  const at = (minutes: number) => new Date(Date.parse(String(order.created_at)) + minutes * 60_000).toISOString();
  const address = { ...(order.shipping_address as JsonObject), address1: 'Neue Straße 1' };
  const moved = { ...order, shipping_address: address, updated_at: at(5) };
  const less = { ...moved, line_items: [{ ...first, current_quantity: 0 }, ...others], updated_at: at(9) };
  await tell(less, `${order.id}-2`);
  await quiet('order-changes');
  await tell(moved, `${order.id}-1`);
  await tell(less, `${order.id}-2`);
  await tell(less, `${order.id}-3`);
  await quiet('order-changes');
  await until(async () => expect(await exceptionsOf(order.name)).toHaveLength(1));
  const [said] = await exceptionsOf(order.name);
  expect(said).toMatch(/order-changed.*0 x .* instead of .*It goes to .*Neue Straße 1/);

  const cancelled = { ...less, cancelled_at: at(12), updated_at: at(12) };
  await tell(cancelled, `${order.id}-4`, 'orders/cancelled');
  await tell(cancelled, `${order.id}-5`);
  await tell(less, `${order.id}-6`);
  await quiet('order-changes');
  expect(await eventsOf('order.cancel-asked', order.name)).toMatchObject([{ payload: { at: expect.any(String) } }]);
  expect(await exceptionsOf(order.name)).toHaveLength(1);
}, 60_000);

it('R22: money given back in the shop by hand is credited in the books once, to the cent', async () => {
  await control(sap, 'PUT', 'faults', { status: 503, rate: 0.2, commitThenDrop: 0.3 });
  await control(shop, 'PUT', 'faults', { duplicate: 0.5 });
  let given = 0;
  for (let at = 0; at < 6; at += 1) {
    const order = await place();
    const answer = await fetch(`${shop.baseUrl}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'x-shopify-access-token': SHOPIFY_CREDENTIALS.accessToken },
      body: JSON.stringify({
        query: `query ($id: ID!) { order(id: $id) { transactions(first: 5) { id kind gateway amountSet { shopMoney { amount } } } lineItems(first: 1) { nodes { id } } } }`,
        variables: { id: order.admin_graphql_api_id },
      }),
    });
    const { data } = (await answer.json()) as { data: { order: ShopOrder } };
    const [sale] = data.order.transactions;
    const amount = (3 + at + 0.35).toFixed(2);
    const refund = await fetch(`${shop.baseUrl}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'x-shopify-access-token': SHOPIFY_CREDENTIALS.accessToken },
      body: JSON.stringify({
        query: `mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "hand-${at}") { refund { id } userErrors { message } } }`,
        variables: {
          input: {
            orderId: order.admin_graphql_api_id,
            note: 'by hand',
            refundLineItems: at % 2 === 0 ? [] : [{ lineItemId: data.order.lineItems.nodes[0]?.id, quantity: 1 }],
            transactions: [
              {
                orderId: order.admin_graphql_api_id,
                amount,
                gateway: sale?.gateway,
                kind: 'REFUND',
                parentId: sale?.id,
              },
            ],
          },
        },
      }),
    });
    const said = await refund.json();
    if (JSON.stringify(said).includes('"refund":{')) given += Math.round(Number(amount) * 100);
    else expect(said).toMatchObject({ data: { refundCreate: { userErrors: [{ message: /more than|purchased/ }] } } });
  }
  expect(given).toBeGreaterThan(0);
  const credited = async () => {
    const { creditMemos } = await stateOf<{ creditMemos: readonly { TotalNetAmount: string }[] }>(sap);
    return creditMemos.reduce((sum, { TotalNetAmount }) => sum + Math.round(Number(TotalNetAmount) * 100), 0);
  };
  await until(async () => expect(await credited()).toBe(given));
  await quiet('shop-refunds');
  expect(await credited()).toBe(given);
  // The money has left: the next billing run has every credit memo count.
  const { creditMemos } = await stateOf<{ creditMemos: readonly object[] }>(sap);
  const billed = await (await control(sap, 'POST', 'billing-runs', {})).json();
  expect(billed).toEqual({ billed: creditMemos.length });
}, 60_000);

interface ShopOrder {
  readonly transactions: readonly { readonly id: string; readonly gateway: string }[];
  readonly lineItems: { readonly nodes: readonly { readonly id: string }[] };
}
