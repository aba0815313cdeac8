import { afterEach, expect, it, vi } from 'vitest';
import { type Received, webhookReceiver } from '../../../simulators/kit/receiver.testing.ts';
import { SHOPIFY_CREDENTIALS, type ShopifySettings, shopifySimulator } from './shopify-simulator.ts';
import { shopifySignature } from './signature.ts';
import { RETRY_WAITS_MS } from './webhooks.ts';

const NOW = Date.UTC(2026, 10, 23, 8, 29, 59, 123);
let running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  running = [];
});

async function shop(settings: ShopifySettings = {}, answer?: (received: Received, nth: number) => number | undefined) {
  const receiver = await webhookReceiver(answer);
  const simulator = await shopifySimulator({ clock: () => NOW, target: receiver.url, timeScale: 1e-5, ...settings });
  running.push(receiver, simulator);
  const send = async (method: string, path: string, body?: unknown) =>
    fetch(`${simulator.baseUrl}/_sim/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const place = async (body?: unknown) => (await (await send('POST', 'orders', body)).json()) as Placed;
  const state = async () => (await (await fetch(simulator.stateUrl)).json()) as State;
  return { ...simulator, receiver, send, place, state };
}

interface Attempt {
  readonly httpStatus?: number;
  readonly error?: string;
  readonly duplicate?: true;
}
interface Delivery {
  readonly webhookId: string;
  readonly orderId: number;
  readonly status: string;
  readonly attempts: readonly Attempt[];
}
interface Placed {
  readonly orders: readonly { readonly id: number; readonly name: string; readonly note: string | null }[];
  readonly deliveries: readonly Delivery[];
}
interface State extends Placed {
  readonly subscription: { readonly address: string | null; readonly removed: boolean };
  readonly generator: { readonly ordersPerMinute: number };
}
const bodyOf = ({ rawBody }: Received) => JSON.parse(rawBody.toString()) as { id: number; name: string };
const idOf = ({ headers }: Received) => headers['x-shopify-webhook-id'];

it('signs as the vendor does, by its own known answer', () => {
  expect(shopifySignature('test_secret_key', '{"foo": "bar"}')).toBe('B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g=');
});

it('delivers a placed order with a signature over its very bytes and the headers of Shopify', async () => {
  const { place, receiver } = await shop();
  const { orders, deliveries } = await place();
  const [received] = receiver.received;
  if (!received) throw new Error('nothing was received');
  expect(bodyOf(received)).toEqual(orders[0]);
  expect(received.headers).toMatchObject({
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-hmac-sha256': shopifySignature(SHOPIFY_CREDENTIALS.webhookSecret, received.rawBody),
    'x-shopify-shop-domain': expect.stringMatching(/^lockstep-(eu|uk|us)\.myshopify\.com$/),
    'x-shopify-api-version': '2026-07',
    'x-shopify-webhook-id': deliveries[0]?.webhookId,
    'x-shopify-event-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'x-shopify-triggered-at': expect.stringMatching(/^2026-11-23T08:29:59\.123\d{6}Z$/),
  });
  expect(deliveries).toMatchObject([
    { orderId: orders[0]?.id, status: 'delivered', attempts: [{ httpStatus: 200, answer: '{"runId":"r1"}' }] },
  ]);
});

it('retries what is not answered with 2xx, with the same id and bytes, until it is', async () => {
  const { place, receiver, state } = await shop({}, (_received, nth) => (nth < 4 ? 503 : 202));
  const { deliveries } = await place();
  expect(deliveries).toMatchObject([{ status: 'pending', attempts: [{ httpStatus: 503 }] }]);
  await vi.waitFor(async () => expect((await state()).deliveries[0]?.status).toBe('delivered'));
  expect(receiver.received.length).toBe(4);
  expect(new Set(receiver.received.map(idOf)).size).toBe(1);
  expect(new Set(receiver.received.map(({ rawBody }) => rawBody.toString())).size).toBe(1);
  expect((await state()).deliveries[0]?.attempts.map(({ httpStatus }) => httpStatus)).toEqual([503, 503, 503, 202]);
});

it('gives up after eight retries in four hours, and then removes the subscription when told to', async () => {
  expect(Math.round(RETRY_WAITS_MS.reduce((sum, wait) => sum + wait, 0))).toBe(4 * 60 * 60 * 1000);
  const { place, state, receiver, send } = await shop({}, () => 500);
  await send('PUT', 'faults', { dropSubscription: true });
  await place();
  await vi.waitFor(async () => expect((await state()).deliveries[0]?.status).toBe('failed'), 3_000);
  expect(receiver.received.length).toBe(9);
  expect((await state()).subscription).toMatchObject({ address: null, removed: true });
  expect((await place()).deliveries).toMatchObject([{ status: 'skipped', attempts: [] }]);
});

it('takes a redirect and a dead address for failures', async () => {
  const { place, setTarget, receiver } = await shop({ timeScale: 1 }, () => 302);
  expect((await place()).deliveries).toMatchObject([{ status: 'pending', attempts: [{ httpStatus: 302 }] }]);
  await receiver.close();
  setTarget('http://127.0.0.1:1/');
  const { deliveries } = await place();
  expect(deliveries).toMatchObject([{ status: 'pending', attempts: [{ error: expect.any(String) }] }]);
});

it('sends the told share twice, with one webhook id', async () => {
  const { place, send, receiver, state } = await shop();
  await send('PUT', 'faults', { duplicate: 0.5 });
  await place({ count: 40 });
  await vi.waitFor(async () => {
    const doubled = (await state()).deliveries.filter(({ attempts }) => attempts.length === 2);
    expect(receiver.received.length).toBe(40 + doubled.length);
    expect(doubled.length).toBeGreaterThan(8);
    expect(doubled.length).toBeLessThan(32);
  });
  expect(new Set(receiver.received.map(idOf)).size).toBe(40);
});

it('lets the next delivery overtake one when told to reorder', async () => {
  const { place, send, receiver } = await shop();
  await send('PUT', 'faults', { reorder: 1 });
  const first = place();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(receiver.received).toEqual([]);
  const second = await place();
  const names = [second, await first].map(({ orders }) => orders[0]?.name);
  expect(receiver.received.map((received) => bodyOf(received).name)).toEqual(names);
  expect(names).toEqual(['#1002', '#1001']);
});

it('places an order as wanted: parts laid over a drawn one, or a whole one with its own id', async () => {
  const { place, receiver, send } = await shop();
  const { orders } = await place({ order: { note: 'mind the dog', shipping_address: { country_code: 'FR' } } });
  expect(orders).toMatchObject([{ note: 'mind the dog', shipping_address: { country_code: 'FR' }, name: '#1001' }]);
  const whole = { id: 450789469, name: '#1001', created_at: '2008-01-10T11:00:00-05:00' };
  await place({ order: whole });
  expect(receiver.received.map(bodyOf)).toEqual([orders[0], whole]);
  const refused = await send('POST', 'orders', { count: 0 });
  expect([refused.status, await refused.json()]).toMatchObject([400, { field: 'count' }]);
});

it('generates orders by itself at a rate that can be changed, and falls silent', async () => {
  const { send, receiver, state } = await shop({ ordersPerMinute: 30_000 });
  await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(5));
  expect(await (await send('PUT', 'generator', { ordersPerMinute: 0 })).json()).toMatchObject({ ordersPerMinute: 0 });
  await vi.waitFor(async () => {
    expect((await state()).deliveries.every(({ status }) => status === 'delivered')).toBe(true);
  });
  const seen = receiver.received.length;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(receiver.received.length).toBe(seen);
  expect((await send('PUT', 'generator', { ordersPerMinute: -1 })).status).toBe(400);
});

it('sends every second order that it sells by itself elsewhere when told to, and each to one address', async () => {
  const { receiver, send, place } = await shop({ ordersPerMinute: 0 });
  const elsewhere = await webhookReceiver();
  running.push(elsewhere);
  expect((await send('PUT', 'share', { url: 'ftp://x' })).status).toBe(400);
  expect((await send('PUT', 'share', { url: elsewhere.url, every: 2 })).status).toBe(200);
  await place({ count: 4 });
  expect([receiver.received.length, elsewhere.received.length], 'ordered by hand').toEqual([4, 0]);
  await send('PUT', 'generator', { ordersPerMinute: 30_000 });
  await vi.waitFor(() => expect(elsewhere.received.length).toBeGreaterThan(2));
  await send('PUT', 'generator', { ordersPerMinute: 0 });
  const idsOf = (all: readonly Received[]) =>
    all.map(({ rawBody }) => (JSON.parse(String(rawBody)) as { id: number }).id);
  const both = new Set(idsOf(receiver.received));
  expect(idsOf(elsewhere.received).filter((id) => both.has(id))).toEqual([]);
});

it('draws no orders while nobody is subscribed', async () => {
  const { setTarget, receiver, state } = await shop({ ordersPerMinute: 30_000, target: 'http://127.0.0.1:1/' });
  setTarget(undefined);
  await new Promise((resolve) => setTimeout(resolve, 40));
  const before = (await state()).orders.length;
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect((await state()).orders.length).toBe(before);
  setTarget(receiver.url);
  await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(2));
});

it('repeats a session for the same seed and start, and has new ids in a later one', async () => {
  const session = async (startedAt: number) => {
    const { place } = await shop({ seed: 's', clock: () => startedAt });
    const { orders, deliveries } = await place({ count: 3 });
    return { orders, ids: deliveries.map(({ webhookId }) => webhookId) };
  };
  const first = await session(NOW);
  expect(await session(NOW)).toEqual(first);
  const later = await session(NOW + 60_000);
  expect(later.ids).not.toEqual(first.ids);
  expect(later.orders.map(({ id }) => id)).not.toEqual(first.orders.map(({ id }) => id));
});
