import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBatch, TopicEvent } from '@lockstep/schema/run';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { deleteFlow } from '../../store/flows.ts';
import type { NewReplay, ReplayRow } from '../../store/readers/replays.ts';
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

async function replay(more: Partial<NewReplay> = {}): Promise<string> {
  const id = v7();
  const last = (await store.topics.read('stock'))?.head ?? 0;
  const one = { id, flowId: 'listener', node: 'on', topic: 'stock', by: 'ann', total: 0, first: 1, last, ...more };
  await store.readers.createReplay(one);
  return id;
}
const read = async (id: string): Promise<ReplayRow | undefined> => (await store.readers.replays({ id, limit: 1 }))[0];
const untilStatus = (id: string, status: ReplayRow['status']) =>
  vi.waitFor(async () => expect((await read(id))?.status).toBe(status), wait);
const begun = async () =>
  ((await world.messages('listener')) as unknown as readonly TopicEvent[]).map(({ eventId }) => eventId);
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `${from + i}`);

it('begins a run for each event of its stretch that it means, marked as a replay, with the id of its event', async () => {
  await world.tell('stock', 'a:1', 'b:2', 'a:3', 'a:4');
  await world.publish('listener', 'on-event', { topic: 'stock' });
  const id = await replay({ first: 2, last: 3, keys: 'a*', total: 1 });
  await world.process();
  await world.tell('stock', 'a:5');
  await untilStatus(id, 'done');
  await vi.waitFor(async () => expect((await begun()).sort()).toEqual(['3', '5']), wait);
  const rows = await store.sql`select trigger from runs where event_offset = 3`;
  expect(rows).toMatchObject([
    {
      trigger: {
        kind: 'replay',
        by: 'ann',
        replayId: id,
        event: { topic: 'stock', offset: 3, key: 'a', eventId: '3' },
      },
    },
  ]);
  expect(await read(id)).toMatchObject({ read: 2, passed: 1, begun: 1, expired: 0, endedAt: expect.any(String) });
});

it('keeps to its rate, rests, goes on from its place, and ends when it is told to', async () => {
  await world.tell('stock', ...numbers(1, 30).map((nr) => `a:${nr}`));
  await world.publish('listener', 'on-event', { topic: 'stock' });
  const from = Date.now();
  const id = await replay({ perSecond: 20 });
  await world.process();
  await vi.waitFor(async () => expect((await begun()).length).toBeGreaterThanOrEqual(10), wait);
  expect(await store.readers.setReplay(id, 'paused')).toBe(true);
  await sleep(150); // what was read before the pause
  const resting = await begun();
  expect(resting.length).toBeLessThanOrEqual(10 + (20 * (Date.now() - from)) / 1000);
  await sleep(600);
  expect(await begun()).toEqual(resting);
  expect(await store.readers.setReplay(id, 'running')).toBe(true);
  await vi.waitFor(async () => expect((await begun()).length).toBeGreaterThan(resting.length), wait);
  expect(await store.readers.abort(id, 'Ended by ann.')).toBe(true);
  await sleep(150);
  const ended = await begun();
  await sleep(600);
  expect(await begun()).toEqual(ended);
  expect(ended).toEqual(numbers(1, ended.length));
  expect(await read(id)).toMatchObject({ status: 'aborted', reason: 'Ended by ann.', begun: ended.length });
  expect(await store.readers.setReplay(id, 'running')).toBe(false);
});

it('is carried on by whoever is there, each event once, when its process is killed', async () => {
  await world.tell('stock', ...numbers(1, 400).map((nr) => `a:${nr}`));
  await world.publish('listener', 'on-event', { topic: 'stock' });
  const id = await replay({ perSecond: 400 });
  const victim = await world.process();
  await vi.waitFor(async () => expect((await begun()).length).toBeGreaterThan(0), wait);
  await victim.kill();
  await world.process();
  await untilStatus(id, 'done');
  expect((await begun()).sort()).toEqual(numbers(1, 400).sort());
});

it('gathers for a trigger that gathers, and leaves nothing behind at its end', async () => {
  await world.tell('stock', 'a:1', 'b:2', 'a:3', 'a:4', 'b:5', 'c:6', 'a:7');
  const params = { topic: 'stock', groupBy: 'input.key', maxEvents: 2, maxWaitMs: 86_400_000 };
  await world.publish('listener', 'on-event-batch', params);
  const id = await replay();
  await world.process();
  await untilStatus(id, 'done');
  const batches = (await world.messages('listener')) as unknown as readonly EventBatch[];
  expect(batches.map(({ group, events }) => `${group}=${events.map(({ eventId }) => eventId).join()}`)).toEqual([
    'a=1,3',
    'b=2,5',
    'a=4,7',
    'c=6',
  ]);
  expect(await store.sql`select from topic_buffers`).toHaveLength(0);
});

it('ends with its flow, and says so', async () => {
  await world.tell('stock', 'a:1');
  await world.publish('listener', 'on-event', { topic: 'stock' });
  const id = await replay();
  await store.readers.setReplay(id, 'paused');
  await deleteFlow(store.db, 'listener');
  expect(await read(id)).toMatchObject({ status: 'aborted', reason: 'The flow was deleted.' });
});
