import { afterEach, expect, it } from 'vitest';
import { MISHAPS } from '../connectors/shopify/simulator/order/mishap.ts';
import { type Estate, type OrderProfile, startEstate } from './index.ts';
import { type Received, webhookReceiver } from './kit/receiver.testing.ts';
import { ARTICLES, HOT_SKUS, UNLISTED } from './vocabulary/articles.ts';

const START = Date.UTC(2026, 10, 1);
const MINUTE_MS = 60_000;
/** At 60 a minute on average. */
const ORDERS_PER_MINUTE = 60;

let running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  running = [];
});

interface Order {
  readonly id: number;
  readonly line_items?: readonly { readonly sku: string | null }[];
}
interface ShopState {
  readonly orders: readonly Order[];
  readonly customers: readonly object[];
  readonly mishaps: readonly { readonly order: string; readonly kind: string }[];
  readonly deliveries: readonly {
    readonly topic: string;
    readonly webhookId: string;
    readonly attempts: readonly { readonly duplicate?: true }[];
  }[];
}

/** An estate whose time stands but for steps, so that two of them see the same. */
async function estateOf(profile: OrderProfile) {
  const receiver = await webhookReceiver();
  const estate = await startEstate({ seed: 'profiles', frozenAt: START });
  running.push(receiver, estate);
  const baseUrl = estate.entries.find(({ system }) => system === 'shopify')?.baseUrl ?? '';
  for (const topic of ['customers/create', 'orders/updated', 'orders/cancelled']) {
    await put(`${baseUrl}/_sim/subscriptions`, { topic, url: receiver.url });
  }
  await estate.setTarget({ shopify: receiver.url });
  await estate.setGenerator({ ordersPerMinute: ORDERS_PER_MINUTE, profile });
  const state = async () => (await (await fetch(`${baseUrl}/_sim/state`)).json()) as ShopState;
  return { estate, baseUrl, receiver, state };
}

const put = (url: string, body: object) => fetch(url, { method: 'PUT', body: JSON.stringify(body) });
/** What comes by itself rests in jumps, so time passes in small steps. */
async function pass(estate: Estate, minutes: number): Promise<void> {
  for (let at = 0; at < minutes * MINUTE_MS; at += 250) await estate.clock.change({ advanceMs: 250 });
}
const bodyOf = ({ rawBody }: Received) => JSON.parse(rawBody.toString()) as Order;
const skusOf = (orders: readonly Order[]) => orders.flatMap(({ line_items = [] }) => line_items.map(({ sku }) => sku));

it('sells few and clean orders when it is quiet, of articles that every system knows', async () => {
  const { estate, state } = await estateOf('quiet');
  await pass(estate, 4);
  const { orders, mishaps, customers } = await state();
  expect(mishaps).toEqual([]);
  expect(orders.length).toBeGreaterThan(ORDERS_PER_MINUTE / 2);
  expect(orders.length).toBeLessThan(ORDERS_PER_MINUTE * 2);
  const known = new Set(ARTICLES.map(({ sku }) => sku));
  expect(skusOf(orders).filter((sku) => sku === null || !known.has(sku))).toEqual([]);
  expect(customers.length).toBeGreaterThan(3);
});

it('sells in rushes when it is peak, and mostly what everybody wants', async () => {
  const { estate, state } = await estateOf('peak');
  await pass(estate, 1);
  const calm = (await state()).orders.length;
  await estate.clock.change({ now: START + 5 * MINUTE_MS });
  await estate.setGenerator({});
  await pass(estate, 1);
  const { orders } = await state();
  expect(orders.length - calm).toBeGreaterThan(calm * 3);
  const skus = skusOf(orders);
  expect(skus.filter((sku) => sku !== null && HOT_SKUS.includes(sku)).length / skus.length).toBeGreaterThan(0.35);
});

it('lets happen all that goes wrong in life when it is messy, and the same again for the same seed', async () => {
  const [one, two] = [await estateOf('messy'), await estateOf('messy')];
  await Promise.all([pass(one.estate, 3), pass(two.estate, 3)]);
  const state = await one.state();
  // All but the addresses of the two receivers.
  const seen = ({ orders, customers, mishaps, deliveries }: ShopState) => ({ orders, customers, mishaps, deliveries });
  expect(seen(state)).toEqual(seen(await two.state()));

  const kinds = new Set(state.mishaps.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([...MISHAPS].sort());

  const byId = Map.groupBy(one.receiver.received, ({ headers }) => String(headers['x-shopify-webhook-id']));
  const again = [...byId.values()].filter((copies) => copies.length > 1);
  expect(again.length).toBeGreaterThan(5);
  // Whatever comes again under one id has the same bytes.
  expect(again.filter((copies) => new Set(copies.map(({ rawBody }) => rawBody.toString())).size > 1)).toEqual([]);
  const topics = new Set(one.receiver.received.map(({ headers }) => headers['x-shopify-topic']));
  expect([...topics].sort()).toEqual(['customers/create', 'orders/cancelled', 'orders/create', 'orders/updated']);

  const created = one.receiver.received.filter(({ headers }) => headers['x-shopify-topic'] === 'orders/create');
  const skus = new Set(skusOf(created.map(bodyOf)));
  expect([skus.has(null), UNLISTED.some(({ sku }) => skus.has(sku))]).toEqual([true, true]);
  expect(Math.max(...created.map((each) => bodyOf(each).line_items?.length ?? 0))).toBe(250);
});

it('takes a change of the profile at any time, leaves the rate, and refuses a profile nobody knows', async () => {
  const { estate, baseUrl } = await estateOf('quiet');
  expect(await estate.setGenerator({ profile: 'peak' })).toEqual({ ordersPerMinute: 60, profile: 'peak' });
  const generator = async (system: string) => {
    const url = estate.entries.find((entry) => entry.system === system)?.stateUrl ?? '';
    return ((await (await fetch(url)).json()) as { readonly generator: unknown }).generator;
  };
  expect(await generator('shopify')).toMatchObject({ ordersPerMinute: 60, profile: 'peak', messiness: 0.1 });
  expect(await generator('sp-api')).toEqual({ ordersPerMinute: 15, profile: 'peak' });
  const answer = await put(`${baseUrl}/_sim/generator`, { profile: 'wild' });
  expect([answer.status, await answer.json()]).toMatchObject([400, { field: 'profile' }]);
});
