import { createHash } from 'node:crypto';
import { samples } from '@lockstep/nodes/samples';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

const TOPIC = 'inventory.changed';
const wait = { timeout: 30_000, interval: 50 };
let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  for (const flow of samples) {
    if (['stock-changes', 'stock-projection', 'stock-query', 'stock-for-shop'].includes(flow.id))
      await world.publish(flow);
  }
});
afterAll(() => world?.stop());

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
  const shop = { params: { topic: 'shop.stock' }, query: { key: 'cup@BER-1' } };
  await vi.waitFor(async () => {
    const told = await world.call(api.listTopicEvents, shop);
    expect(told).toMatchObject({ value: { events: [{ preview: expect.stringContaining('97') }] } });
  }, wait);
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
