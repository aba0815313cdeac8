import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestStore, type TestStore } from '../testing.ts';

const DAY_MS = 86_400_000;
let store: TestStore;
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(() => store.drop());

async function tell(topic: string, count: number, payload = 'x'): Promise<void> {
  const first = (await store.topics.read(topic))?.head ?? 0;
  await store.topics.publishAll(
    Array.from({ length: count }, (_, i) => ({ topic, key: `k${i % 2}`, eventId: `${first + i + 1}`, payload })),
  );
}
const offsets = async (topic: string) =>
  (await store.topics.readAfter({ topic, after: 0, limit: 100 })).map(({ offset }) => offset);
const rows = async (topic: string) =>
  (await store.sql`select count(*)::int as n from topic_events where topic = ${topic}`)[0]?.n;
/** Lets all events so far have come `ms` earlier: the clock of a database cannot be set. */
async function age(ms: number): Promise<void> {
  await store.sql`alter table topic_events disable trigger topic_events_append_only`;
  await store.sql`update topic_events set received_at = received_at - ${ms} * interval '1 millisecond'`;
  await store.sql`alter table topic_events enable trigger topic_events_append_only`;
}

it('lets go of what is older than the topic keeps, and goes on counting', async () => {
  await store.topics.declare('short', { description: '', retentionMs: DAY_MS });
  await tell('short', 3);
  await tell('default', 3);
  await age(2 * DAY_MS);
  await tell('short', 2);
  await store.topics.retain(7 * DAY_MS);
  expect([await offsets('short'), await offsets('default')]).toEqual([
    [4, 5],
    [1, 2, 3],
  ]);
  expect([await rows('short'), await rows('default')], 'rows of the short one need not wait').toEqual([2, 3]);
  expect(await store.topics.read('short')).toMatchObject({ head: 5, floor: 4, bytes: 6 });
  expect(await store.topics.publish({ topic: 'short', key: 'k0', eventId: '1', payload: 'again' })).toMatchObject({
    outcome: 'kept',
    offset: 6,
  });
});

it('lets the oldest go where there are more bytes than the topic may hold', async () => {
  await store.topics.declare('small', { description: '', retentionBytes: 100 });
  await tell('small', 12, 'x'.repeat(18));
  await store.topics.retain(7 * DAY_MS);
  expect(await offsets('small')).toEqual([8, 9, 10, 11, 12]);
  expect(await store.topics.read('small')).toMatchObject({ bytes: 100 });
  await store.topics.retain(7 * DAY_MS);
  expect(await rows('small')).toBe(5);
});

it('drops a week that is over when no topic keeps anything of it, and no other', async () => {
  const week = async (daysAgo: number) => {
    const [row] = await store.sql<{ name: string; low: Date }[]>`
      select 'topic_events_' || to_char(monday, 'YYYY_MM_DD') as name, monday at time zone 'UTC' as low
      from date_trunc('week', now() at time zone 'UTC' - ${daysAgo} * interval '1 day') as monday`;
    const { name = '', low = new Date() } = row ?? {};
    await store.sql.unsafe(`create table ${name} partition of topic_events
      for values from ('${low.toISOString()}') to ('${new Date(low.getTime() + 7 * DAY_MS).toISOString()}')`);
    return name;
  };
  const [old, older] = [await week(15), await week(29)];
  await tell('t', 2);
  await age(29 * DAY_MS);
  await tell('t', 1);
  await store.sql`alter table topic_events disable trigger topic_events_append_only`;
  await store.sql`update topic_events set received_at = received_at - interval '15 days' where seq = 3`;
  await tell('t', 1);
  const there = async () => {
    const found = await store.sql`select relname as name from pg_class where relname in ${store.sql([old, older])}`;
    return found.map(({ name }) => name);
  };
  await store.topics.retain(20 * DAY_MS);
  expect([await offsets('t'), await there()]).toEqual([[3, 4], [old]]);
  await store.topics.retain(10 * DAY_MS);
  expect([await offsets('t'), await there()]).toEqual([[4], []]);
});

it('finds offsets by time', async () => {
  await tell('t', 3);
  await age(3_600_000);
  await tell('t', 2);
  const at = async (moment: Date) =>
    (await store.sql<{ offset: number }[]>`select topic_offset_at('t', ${moment}) as offset`)[0]?.offset;
  const now = Date.now();
  expect(await at(new Date(0))).toBe(1);
  expect(await at(new Date(now - 1_800_000))).toBe(4);
  expect(await at(new Date(now + 60_000))).toBe(6);
  expect(
    await store.topics.listEvents({ topic: 't', limit: 10, to: new Date(now - 1_800_000).toISOString(), key: 'k0' }),
  ).toMatchObject([{ offset: 3, key: 'k0', preview: '"x"', bytes: 3 }, { offset: 1 }]);
  expect(await store.topics.read('t')).toMatchObject({ lastHour: 2, lastDay: 5 });
});
