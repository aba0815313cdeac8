import { createHash } from 'node:crypto';
import { samples, sampleTables } from '@lockstep/nodes/samples';
import {
  SHOPIFY_CREDENTIALS,
  type Simulator,
  SP_API_CREDENTIALS,
  shopifySimulator,
  spApiSimulator,
} from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

const TOPIC = 'inventory.changed';
const CHANNELS = ['stock-for-shop', 'stock-for-marketplace'];
/** Faults of a third of all calls open the breaker now and then: nobody waits ten seconds here until it tries again. */
const FAST = {
  rate: { perSecond: 400, burst: 400, adaptive: true },
  concurrency: 16,
  breaker: { ...DEFAULT_BREAKER, openMs: 100, maxOpenMs: 400 },
  drainPerSecond: 200,
};
const wait = { timeout: 30_000, interval: 50 };
let world: TestRuntime;
let shop: Simulator;
let market: Simulator;
beforeAll(async () => {
  [world, shop, market] = await Promise.all([
    startTestRuntime(),
    shopifySimulator(),
    spApiSimulator({ usageFactor: 40 }),
  ]);
  for (const [id, system, { baseUrl }, secrets] of [
    ['shopify', 'shopify', shop, SHOPIFY_CREDENTIALS],
    ['sp-api', 'amazon-sp-api', market, SP_API_CREDENTIALS],
  ] as const) {
    const body = { name: id, system, baseUrl, settings: {}, secrets: { ...secrets }, limits: FAST };
    expect(await world.call(api.putConnection, { params: { id }, body })).toMatchObject({ ok: true });
  }
  for (const table of sampleTables.filter(({ name }) => ['location', 'sku'].includes(name))) {
    const body = { ...table, rows: [...table.rows], note: '' };
    expect(await world.call(api.createTable, { body })).toMatchObject({ ok: true });
  }
  for (const flow of samples) {
    if (['stock-changes', 'stock-projection', 'stock-query', ...CHANNELS].includes(flow.id))
      await world.publish(hastened(flow));
  }
});
afterAll(() => Promise.all([world?.stop(), shop?.close(), market?.close()]));

/** Nobody waits here for gatherings of two seconds, nor for tries of a channel that is away. */
function hastened(flow: Flow): Flow {
  const retry = { maxAttempts: 40, baseMs: 20, capMs: 100, jitter: 0.2 };
  const nodes = flow.nodes.map((node) => {
    if (node.type === 'on-event-batch') return { ...node, params: { ...node.params, maxEvents: 6, maxWaitMs: 150 } };
    return node.id === 'set' ? { ...node, policy: { ...node.policy, retry } } : node;
  });
  return { ...flow, nodes };
}

const post = async (path: string, body: object) => {
  const response = await fetch(`${world.runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const change = (sku: string, version: number) => ({
  sku,
  location: 'BER-1',
  available: 100 - version,
  onHand: 100,
  version,
  asOf: new Date(Date.UTC(2026, 10, 26, 8, version)).toISOString(),
});
/** Sends changes of a SKU in the order given; versions may repeat. */
const count = (sku: string, ...versions: readonly number[]) =>
  Promise.all(versions.map((version) => post('wms/stock-changes', change(sku, version))));
const stockOf = async (sku: string) => (await post('stock/query', { sku, location: 'BER-1' })).body;
const hashOf = async (sku: string) => {
  const rows = await world.store
    .sql`select key, value from flow_values where collection = 'stock' and key = ${`${sku}@BER-1`}`;
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
};
const untilRead = (events: number) =>
  vi.waitFor(async () => {
    const answer = await world.call(api.listConsumers, { query: { topic: TOPIC } });
    const reader = answer.ok && answer.value.consumers.find(({ flowId }) => flowId === 'stock-projection');
    expect(reader).toMatchObject({ place: events, lag: 0 });
  }, wait);

it('R58: an event changes the picture that the query reads, and the answer says as of when', async () => {
  expect((await stockOf('cup')).reason).toBe('This SKU was never counted there.');
  await count('cup', 1);
  const wanted = { sku: 'cup', location: 'BER-1', available: 99, onHand: 100, asOf: change('cup', 1).asOf };
  await vi.waitFor(async () => expect(await stockOf('cup')).toEqual(wanted), wait);
});

it('R60: a replay from a time on, for one SKU, makes exactly the same picture again', async () => {
  await Promise.all([count('mug', 2, 1, 2, 4, 3), count('jug', 1, 2)]);
  const before = 1 + 4 + 2;
  await untilRead(before);
  await vi.waitFor(async () => expect((await stockOf('mug')).available).toBe(96), wait);
  const backup = await world.store.sql`select * from flow_values where collection = 'stock'`;
  const restored = await hashOf('jug');
  // The time of the backup, as the topic tells it: its first event after it.
  await Promise.all([count('mug', 7, 5, 6, 3), count('jug', 3)]);
  await untilRead(before + 4);
  await vi.waitFor(
    async () => expect([(await stockOf('mug')).available, (await stockOf('jug')).available]).toEqual([93, 97]),
    wait,
  );
  const wanted = await hashOf('mug');
  const first = await world.call(api.getTopicEvent, { params: { topic: TOPIC, offset: before + 1 } });

  for (const sku of ['mug', 'jug']) {
    const [{ value, version, rank } = {}] = backup.filter(({ key }) => key === `${sku}@BER-1`);
    await world.store.sql`
      update flow_values set value = ${JSON.stringify(value)}::text::json, version = ${version}, rank = ${rank}
      where collection = 'stock' and key = ${`${sku}@BER-1`}`;
  }
  expect(await hashOf('mug')).not.toBe(wanted);
  const request = {
    topic: TOPIC,
    flowId: 'stock-projection',
    keys: 'mug@*',
    from: first.ok ? first.value.receivedAt : '',
  };
  expect(await world.call(api.previewReplay, { body: request })).toMatchObject({ value: { matched: 3 } });
  const replay = await world.call(api.startReplay, { body: request });
  await vi.waitFor(async () => {
    const now = await world.call(api.getReplay, { params: { id: replay.ok ? replay.value.id : '' } });
    expect(now).toMatchObject({ value: { status: 'done', begun: 3 } });
    expect(await hashOf('mug')).toBe(wanted);
  }, wait);
  expect(await hashOf('jug')).toBe(restored);
});

interface ShopState {
  readonly inventoryLevels: readonly {
    readonly sku: string;
    readonly locationId: number;
    readonly available: number;
  }[];
}
interface MarketState {
  readonly listings: readonly { readonly sku: string; readonly quantity: number }[];
}
const stateOf = async <State>({ stateUrl }: Simulator) => (await (await fetch(stateUrl)).json()) as State;
const fault = ({ faultsUrl }: Simulator, body: object) =>
  fetch(faultsUrl, { method: 'PUT', body: JSON.stringify(body) });

/** Everything that was told has become a run of each channel, and every run is over. */
const untilOver = () =>
  vi.waitFor(async () => {
    const answer = await world.call(api.listConsumers, { query: { topic: TOPIC } });
    const readers = answer.ok ? answer.value.consumers.filter(({ flowId }) => CHANNELS.includes(flowId)) : [];
    expect(readers.map(({ lag }) => lag)).toEqual([0, 0]);
    const [row] = await world.store.sql<{ open: number; gathering: number }[]>`
      select (select count(*)::int from runs where flow_id = any(${CHANNELS}) and ended_at is null) as open,
        (select count(*)::int from topic_buffers) as gathering`;
    expect(row).toEqual({ open: 0, gathering: 0 });
  }, wait);

const SHOP_PLACES = { 'BER-1': 655441493, 'DUB-1': 655441491, 'LYO-1': 655441494 } as const;
const SKUS = ['MUG-BLUE', 'MUG-RED', 'CAP-RED', 'LAMP-OAK'];

it('R19: shuffled and doubled changes come to what is newest in the shop and on the marketplace, whatever fails on the way', async () => {
  const places = Object.keys(SHOP_PLACES);
  const changes = SKUS.flatMap((sku, nth) =>
    places.flatMap((location, at) =>
      [1, 2, 3, 4, 5, 6, 7].map((version) => ({
        ...{ sku, location, version, available: (version * 37 + nth * 11 + at * 5) % 60 },
        asOf: new Date(Date.UTC(2026, 10, 26, 8, version)).toISOString(),
      })),
    ),
  );
  // A fixed shuffle, with every third change told once more as another event.
  const told = [...changes, ...changes.filter((_, at) => at % 3 === 0)]
    .map((payload, at) => ({ payload, at, place: (at * 61) % 113 }))
    .sort((a, b) => a.place - b.place || a.at - b.at);
  await Promise.all([
    fault(shop, { rate: 0.15, status: 503, commitThenDrop: 0.15, throttled: 0.1 }),
    fault(market, { rate: 0.15, status: 503, commitThenDrop: 0.15 }),
  ]);
  for (let from = 0; from < told.length; from += 12) {
    await world.store.topics.publishAll(
      told.slice(from, from + 12).map(({ payload, at }) => {
        const key = `${payload.sku}@${payload.location}`;
        return { topic: TOPIC, key, eventId: `${key}#${at}`, payload };
      }),
    );
  }
  await untilOver();
  await Promise.all([fault(shop, {}), fault(market, {})]);

  const newest = (sku: string, location: string) =>
    changes.findLast((one) => one.sku === sku && one.location === location)?.available ?? 0;
  const { inventoryLevels } = await stateOf<ShopState>(shop);
  const { listings } = await stateOf<MarketState>(market);
  for (const sku of SKUS) {
    const inShop = Object.entries(SHOP_PLACES).map(
      ([, id]) => inventoryLevels.find((one) => one.sku === sku && one.locationId === id)?.available,
    );
    expect([sku, inShop]).toEqual([sku, places.map((location) => Math.max(0, newest(sku, location) - 2))]);
    const sum = places.reduce((all, location) => all + newest(sku, location), 0);
    expect(listings.find((one) => one.sku === sku)).toEqual({ sku, quantity: sum });
  }
  const open = await world.call(api.listExceptions, { query: { flow: 'stock-for-marketplace' } });
  expect(open.ok && open.value.exceptions).toEqual([]);
}, 60_000);

it('R19: a place nobody has mapped is asked about; then the shop shows what it has, and the older counts do not come back', async () => {
  const GRAFTON = 655441492;
  const grafton = async () =>
    (await stateOf<ShopState>(shop)).inventoryLevels.find((one) => one.sku === 'MUG-RED' && one.locationId === GRAFTON)
      ?.available;
  const tell = (version: number, available: number) =>
    post('wms/stock-changes', { ...change('MUG-RED', version), location: 'GRA-1', available });
  const untilAsked = (waiting: number) =>
    vi.waitFor(async () => {
      const found = await world.call(api.listUnmapped, { query: {} });
      const asked = found.ok ? found.value.unmapped.filter(({ key }) => key === 'GRA-1') : [];
      expect(asked.find(({ to }) => to === 'shopify')).toMatchObject({ waiting });
      expect(asked.find(({ to }) => to === 'marketplace')).toMatchObject({ count: waiting });
    }, wait);
  await tell(1, 30);
  await untilAsked(1);
  await tell(2, 20);
  await untilAsked(2);
  await untilOver();
  const before = (await stateOf<MarketState>(market)).listings.find(({ sku }) => sku === 'MUG-RED');
  const cells = { warehouse: 'GRA-1', shopify: String(GRAFTON), sap: 'IE09', costcenter: '2900', marketplace: '-' };
  const published = await world.call(api.publishTable, {
    params: { name: 'location' },
    body: { basedOn: 1, changes: { put: [{ cells }], remove: [] }, note: 'The shop in Grafton Street' },
  });
  expect(published).toMatchObject({ ok: true });
  await vi.waitFor(async () => expect(await grafton()).toBe(18), wait);
  await untilOver();
  expect(await grafton()).toBe(18);
  // The marketplace does not sell from a shop people walk into.
  expect((await stateOf<MarketState>(market)).listings.find(({ sku }) => sku === 'MUG-RED')).toEqual(before);
}, 60_000);

it('R19: a place that is mapped is sold from at once on the marketplace, not from the next change of an article', async () => {
  const onMarket = async () =>
    (await stateOf<MarketState>(market)).listings.find(({ sku }) => sku === 'CAP-RED')?.quantity ?? 0;
  const before = await onMarket();
  await post('wms/stock-changes', { ...change('CAP-RED', 1), location: 'HAM-1', available: 13 });
  await vi.waitFor(async () => {
    const found = await world.call(api.listUnmapped, { query: {} });
    const asked = found.ok ? found.value.unmapped.filter(({ key, to }) => key === 'HAM-1' && to === 'marketplace') : [];
    expect(asked).toMatchObject([{ count: 1 }]);
  }, wait);
  await untilOver();
  expect(await onMarket()).toBe(before);
  const cells = {
    warehouse: 'HAM-1',
    shopify: '655441496000',
    sap: 'DE09',
    costcenter: '1900',
    marketplace: 'DEFAULT',
  };
  const published = await world.call(api.publishTable, {
    params: { name: 'location' },
    body: { basedOn: 2, changes: { put: [{ cells }], remove: [] }, note: 'Hamburg' },
  });
  expect(published).toMatchObject({ ok: true });
  await vi.waitFor(async () => expect(await onMarket()).toBe(before + 13), wait);
}, 60_000);
