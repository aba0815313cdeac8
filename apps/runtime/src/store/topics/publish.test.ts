import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '@lockstep/schema/run';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestStore, type TestStore } from '../testing.ts';
import type { NewEvent } from './publish.ts';
import type { TopicStore } from './topic-store.ts';

let store: TestStore;
let here: TopicStore;
let there: TopicStore;
let topics = 0;

beforeAll(async () => {
  store = await createTestStore();
  here = store.topics;
  there = (await store.another()).topics;
});
afterAll(() => store.drop());

const fresh = () => `topic-${++topics}`;
const event = (topic: string, key: string, eventId: string, payload: Json = eventId): NewEvent => {
  return { topic, key, eventId, payload };
};
const all = (topic: string) => here.readAfter({ topic, after: 0, limit: 10_000 });
const idsOf = async (topic: string) => (await all(topic)).map(({ eventId }) => eventId);

describe('an event', () => {
  it('is given the next offset of its topic, once for its key and id', async () => {
    const topic = fresh();
    expect(await here.publish(event(topic, 'a', '1'))).toEqual({ outcome: 'kept', runs: 0, offset: 1 });
    expect(await there.publish(event(topic, 'b', '1'))).toMatchObject({ offset: 2 });
    expect(await there.publish(event(topic, 'a', '1', 'told again'))).toEqual({ outcome: 'duplicate', runs: 0 });
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? here : there).publish(event(topic, 'c', '2'))),
    );
    expect(many.filter(({ outcome }) => outcome === 'kept')).toEqual([{ outcome: 'kept', runs: 0, offset: 3 }]);
    expect(await all(topic)).toMatchObject([{ offset: 1, key: 'a', payload: '1' }, { offset: 2 }, { offset: 3 }]);
  });

  it.each([null, '', 'text', '"quoted"', 7, [1], { a: '\0', b: '\ud800' }, '\0'] as Json[])(
    'keeps the payload %j',
    async (payload) => {
      const topic = fresh();
      await here.publish({ ...event(topic, 'k', 'i', payload), attributes: { source: '/x', odd: '\0' } });
      expect(await all(topic)).toMatchObject([
        { payload, bytes: Buffer.byteLength(JSON.stringify(payload)), attributes: { source: '/x', odd: '\0' } },
      ]);
    },
  );

  it('is never changed', async () => {
    const topic = fresh();
    await here.publish(event(topic, 'k', '1'));
    await expect(store.sql`update topic_events set payload = '0' where topic = ${topic}`).rejects.toMatchObject({
      code: '23001',
    });
  });

  it('comes with the others that were told together, or not at all', async () => {
    const topic = fresh();
    const outcomes = await here.publishAll([event(topic, 'a', '1'), event(topic, 'a', '1'), event(topic, 'b', '2')]);
    expect(outcomes).toMatchObject([{ offset: 1 }, { outcome: 'duplicate' }, { offset: 2 }]);
    await store.sql.unsafe(`create function refuse_five() returns trigger language plpgsql as
      'begin if new.event_id = ''5'' then raise ''no five''; end if; return new; end'`);
    await store.sql`create trigger no_five before insert on topic_events for each row execute function refuse_five()`;
    await expect(here.publishAll([event(topic, 'b', '3'), event(topic, 'b', '5')])).rejects.toThrow('no five');
    await store.sql`drop trigger no_five on topic_events`;
    expect(await idsOf(topic)).toEqual(['1', '2']);
    expect(await here.publish(event(topic, 'b', '4'))).toMatchObject({ offset: 3 });
  });
});

describe('a reader', () => {
  /** Holds back the commit of whatever a trigger on this event id sees. */
  async function holding(id: string): Promise<() => Promise<void>> {
    const gate = await store.another();
    const held = await gate.sql.reserve();
    await held`select pg_advisory_lock(hashtext(${id}))`;
    await store.sql.unsafe(`create or replace function wait_at_gate() returns trigger language plpgsql as
      'begin if new.event_id = ''${id}'' then perform pg_advisory_xact_lock(hashtext(''${id}'')); end if; return new; end'`);
    await store.sql.unsafe(`create or replace trigger at_gate before insert on topic_events
      for each row execute function wait_at_gate()`);
    return async () => {
      await held`select pg_advisory_unlock_all()`;
      held.release();
    };
  }

  it('that saw an offset has seen every one before it, also when an earlier publisher is slow to commit', async () => {
    const topic = fresh();
    const open = await holding('slow');
    const slow = here.publish(event(topic, 'a', 'slow'));
    await vi.waitFor(async () => {
      const [row] =
        await store.sql`select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`;
      expect(row?.n).toBeGreaterThan(0);
    });
    const quick = there.publish(event(topic, 'b', 'quick'));
    await sleep(50);
    expect(await idsOf(topic), 'the quick one may not overtake').toEqual([]);
    await open();
    expect(await Promise.all([slow, quick])).toMatchObject([{ offset: 1 }, { offset: 2 }]);
  });

  it('follows any interleaving of publishers without a hole, and in the order of each key', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), by: fc.nat(2), pauseMs: fc.nat(3) }), {
          minLength: 1,
          maxLength: 40,
        }),
        async (told) => {
          const topic = fresh();
          const publishers = [here, there, here];
          const seen: string[] = [];
          let place = 0;
          const read = async () => {
            while (place < told.length) {
              const events = await there.readAfter({ topic, after: place, limit: 7 });
              for (const { offset, key, eventId } of events) {
                expect(offset).toBe(place + 1);
                place = offset;
                seen.push(`${key}:${eventId}`);
              }
              if (events.length === 0) await sleep(1);
            }
          };
          // Each key has one sender, who tells the next event when the one before is kept.
          const byKey = Map.groupBy(
            told.map((one, nr) => ({ ...one, nr })),
            ({ key }) => key,
          );
          const send = async (events: readonly ((typeof told)[number] & { readonly nr: number })[]) => {
            for (const { key, by, pauseMs, nr } of events) {
              await publishers[by]?.publish(event(topic, key, `${nr}`));
              if (pauseMs > 0) await sleep(pauseMs);
            }
          };
          await Promise.all([read(), ...[...byKey.values()].map(send)]);
          expect(seen).toHaveLength(told.length);
          for (const [key, events] of byKey) {
            expect(seen.filter((one) => one.startsWith(`${key}:`))).toEqual(events.map(({ nr }) => `${key}:${nr}`));
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});
