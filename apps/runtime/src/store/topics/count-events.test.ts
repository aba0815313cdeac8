import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(() => store.drop());

/** Events that came at these moments; the clock of a database cannot be set. */
async function came(topic: string, ...moments: readonly string[]): Promise<void> {
  await store.topics.publishAll(moments.map((at) => ({ topic, key: 'k', eventId: at, payload: null })));
  await store.sql`alter table topic_events disable trigger topic_events_append_only`;
  await store.sql`update topic_events set received_at = event_id::timestamptz where topic = ${topic}`;
  await store.sql`update topics set newest_at = ${moments.at(-1) ?? ''}::timestamptz where name = ${topic}`;
  await store.sql`alter table topic_events enable trigger topic_events_append_only`;
}
const berlin = { topics: ['order', 'return'], until: '2026-10-26T12:00:00Z', days: 2, timeZone: 'Europe/Berlin' };

it('R25: counts by business date, those of 25 hours and of 23 too, up to a moment', async () => {
  await came(
    'order',
    ...['2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z'],
    ...['2026-10-25T23:00:00Z', '2026-10-26T11:59:59Z', '2026-10-26T12:00:00Z'],
  );
  await came('return', '2026-10-26T00:00:00Z');
  expect(await store.topics.countEvents(berlin)).toEqual({
    from: '2026-10-24T22:00:00.000Z',
    counts: [
      { topic: 'order', date: '2026-10-25', events: 2 },
      { topic: 'order', date: '2026-10-26', events: 2 },
      { topic: 'return', date: '2026-10-26', events: 1 },
    ],
    incomplete: [],
  });
  const spring = { ...berlin, until: '2026-03-29T22:00:00Z', days: 1 };
  expect(await store.topics.countEvents(spring)).toMatchObject({ from: '2026-03-28T23:00:00.000Z', counts: [] });
  const utc = await store.topics.countEvents({ ...berlin, timeZone: 'UTC', days: 3 });
  expect(utc.counts.map(({ date, events }) => [date, events])).toEqual([
    ['2026-10-24', 2],
    ['2026-10-25', 2],
    ['2026-10-26', 1],
    ['2026-10-26', 1],
  ]);
});

it('says where counts are too low because the topic let events of these days go', async () => {
  await came('order', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z', '2026-10-26T10:00:00Z');
  await store.sql`update topics set floor = 3 where name = 'order'`;
  expect(await store.topics.countEvents(berlin)).toMatchObject({ incomplete: ['order'] });
  await store.sql`update topics set floor = 2 where name = 'order'`;
  expect(await store.topics.countEvents({ ...berlin, days: 1 })).toMatchObject({
    incomplete: [],
    counts: [{ events: 1 }],
  });
});
