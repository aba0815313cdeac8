import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBatch } from '@lockstep/schema/run';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import { type ReadingWorld, readingWorld } from './testing.ts';

let store: TestStore;
let world: ReadingWorld;
beforeEach(async () => {
  store = await createTestStore();
  world = readingWorld(store);
});
afterEach(async () => {
  await world.close();
  await store.drop();
});

const wait = { timeout: 15_000, interval: 20 };
const LONG = 86_400_000;
/** Each run as its group and the ids of its events: `a=1,2`. */
const batches = async () =>
  ((await world.messages('gatherer')) as unknown as readonly EventBatch[]).map(
    ({ group, count, events }) =>
      `${group}=${events.map(({ eventId }) => eventId).join()}${count === events.length ? '' : '!'}`,
  );
const untilBatches = (wanted: readonly string[]) =>
  vi.waitFor(async () => expect(await batches()).toEqual(wanted), wait);
const buffered = async () => (await store.sql`select count(*)::int as n from topic_buffers`)[0]?.n;
const untilBuffered = (count: number) => vi.waitFor(async () => expect(await buffered()).toBe(count), wait);

it('one run for so many events, exactly; the others wait, also over a restart', async () => {
  await world.publish('gatherer', 'on-event-batch', { topic: 'stock', maxEvents: 3, maxWaitMs: LONG });
  const first = await world.process();
  await world.tell('stock', 'a:1', 'b:2', 'a:3', 'a:4', 'a:5', 'b:6', 'a:7');
  await untilBatches(['=1,2,3', '=4,5,6']);
  await untilBuffered(1);
  await first.close();
  await world.process();
  await world.tell('stock', 'a:8', 'a:9');
  await untilBatches(['=1,2,3', '=4,5,6', '=7,8,9']);
  const [run] = await store.sql`select trigger, event_offset from runs order by id desc limit 1`;
  expect(run).toMatchObject({ trigger: { kind: 'event', event: { offset: 9, count: 3 } }, event_offset: 9 });
});

it('a run for each group', async () => {
  const params = { topic: 'stock', groupBy: 'input.key', maxEvents: 2, maxWaitMs: LONG };
  await world.publish('gatherer', 'on-event-batch', params);
  await world.process();
  await world.tell('stock', 'a:1', 'b:2', 'a:3', 'c:4', 'b:5', 'a:6');
  await untilBatches(['a=1,3', 'b=2,5']);
  await untilBuffered(2);
});

it('a run when the first event has waited long enough, also by a process that was not there when it came', async () => {
  const params = { topic: 'stock', groupBy: 'input.key', maxEvents: 100, maxWaitMs: 1_500 };
  await world.publish('gatherer', 'on-event-batch', params);
  const first = await world.process();
  await world.tell('stock', 'a:1', 'b:2', 'a:3');
  await untilBuffered(3);
  expect(await batches()).toEqual([]);
  await first.kill();
  await world.process();
  await untilBatches(['a=1,3', 'b=2']);
  const [row] = await store.sql<{ waited: number }[]>`
    select min(extract(epoch from accepted_at - received_at) * 1000)::int as waited from runs, topic_events where seq = 1`;
  expect(row?.waited).toBeGreaterThanOrEqual(1_500);
});

it('a run before there are more bytes than it may have', async () => {
  await world.publish('gatherer', 'on-event-batch', {
    topic: 'stock',
    maxEvents: 100,
    maxBytes: 1000,
    maxWaitMs: LONG,
  });
  await world.process();
  await store.topics.publishAll(
    [400, 500, 300, 900].map((bytes, i) => ({ topic: 'stock', key: 'k', eventId: `${i}`, payload: 'x'.repeat(bytes) })),
  );
  await untilBatches(['=0,1', '=2']);
});

it('what waits is kept by the topic, whatever its retention', async () => {
  await world.publish('gatherer', 'on-event-batch', { topic: 'stock', maxEvents: 3, maxWaitMs: LONG });
  await world.process();
  await world.tell('stock', 'a:1', 'a:2');
  await untilBuffered(2);
  await sleep(5);
  await store.topics.retain(1);
  await world.tell('stock', 'a:3');
  await untilBatches(['=1,2,3']);
});

it('takes every event into one run, whoever dies in between', async () => {
  const params = { topic: 'stock', groupBy: 'input.key', maxEvents: 7, maxWaitMs: 300 };
  await world.publish('gatherer', 'on-event-batch', params);
  const victims = [await world.process(), await world.process()];
  const told: string[] = [];
  for (let i = 0; i < 30; i += 1) {
    const ids = Array.from({ length: 10 }, (_, n) => `${'abcd'[(i * n) % 4]}:${i * 10 + n}`);
    told.push(...ids);
    await world.tell('stock', ...ids);
    if (i % 12 === 5) {
      await victims.shift()?.kill();
      victims.push(await world.process());
    }
  }
  const taken = async () =>
    (await batches()).flatMap((batch) => {
      const [group, ids = ''] = batch.split('=');
      return ids.split(',').map((id) => `${group}:${id}`);
    });
  await vi.waitFor(async () => expect((await taken()).length).toBeGreaterThanOrEqual(told.length), wait);
  expect((await taken()).sort()).toEqual([...told].sort());
  expect((await batches()).every((batch) => batch.split(',').length <= 7)).toBe(true);
  expect(await buffered()).toBe(0);
});
