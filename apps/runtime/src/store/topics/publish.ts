import type { PublishOutcome } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { failPoint } from '../../fail-points/index.ts';
import { createBatcher } from '../journal/batcher.ts';
import { storable, wrapped } from '../journal/text.ts';
import { release, type Tx } from '../mailbox/release.ts';
import type { Sql } from '../open-store.ts';
import { STATEMENTS } from '../sql/statements.ts';

/** A fact to keep on a topic, and to tell to the runs that wait for it. */
export interface NewEvent {
  readonly topic: string;
  readonly key: string;
  /** Counts once for the topic and key while it is kept. */
  readonly eventId: string;
  readonly payload: Json;
  /** Context attributes of a CloudEvent. */
  readonly attributes?: Readonly<Record<string, Json>> | undefined;
  /** When it happened where it comes from, epoch milliseconds. */
  readonly sourceAt?: number | undefined;
}

interface Item {
  readonly topic: string;
  readonly key: string;
  readonly text: string;
}

const MAX_ITEMS = 400;
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Keeps events: one transaction for all that are asked for while the one before is under way. An event and the letters to
 * the runs it lets go on are one commit.
 *
 * @throws StoreUnavailableError when it is not known whether it was kept: tell it again with the same id
 */
export function createPublish(sql: Sql): (event: NewEvent) => Promise<PublishOutcome> {
  const publish = createBatcher<Item, PublishOutcome>({
    write: (items) => publishItems(sql, items),
    sizeOf: ({ text }) => text.length,
    maxItems: MAX_ITEMS,
    maxBytes: MAX_BYTES,
    // Batches of one topic follow one another anyway; the second is made into text meanwhile, or goes to another topic.
    lanes: 2,
  });
  return (event) => publish(itemOf(event));
}

/** Several events in one transaction: all are kept, or none. */
export function createPublishAll(sql: Sql): (events: readonly NewEvent[]) => Promise<readonly PublishOutcome[]> {
  return (events) => publishItems(sql, events.map(itemOf));
}

/** Keeps events in a transaction of somebody else: with what they tell of, or not at all. */
export async function publishWithin(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  if (events.length > 0) await publishIn(tx, events.map(itemOf));
}

async function publishItems(sql: Sql, items: readonly Item[]): Promise<readonly PublishOutcome[]> {
  const outcomes = await sql.begin(async (tx) => {
    const kept = await publishIn(tx, items);
    failPoint('event.before-commit');
    return kept;
  });
  failPoint('event.after-commit');
  return outcomes as readonly PublishOutcome[];
}

/**
 * The locks come first: of each topic and key, so that waits and events that arrive together see one another (`match`), then
 * of the topics, under which offsets are given out. Both in order, so that two batches cannot deadlock.
 */
async function publishIn(tx: Tx, items: readonly Item[]): Promise<readonly PublishOutcome[]> {
  const places = JSON.stringify(items.map(({ topic, key }) => ({ topic, key })));
  const text = `[${items.map((item, nr) => `{"nr":${nr},${item.text.slice(1)}`).join(',')}]`;
  const [, , , rows] = await Promise.all([
    tx`
      select pg_advisory_xact_lock(place) from (
        select distinct hashtextextended(topic || E'\n' || key, 4700) as place
        from json_to_recordset(${places}::text::json) as i (topic text, key text) order by place) as places`,
    tx`
      insert into topics (name)
      select distinct topic from json_to_recordset(${places}::text::json) as i (topic text) order by topic
      on conflict do nothing`,
    tx`
      select from topics where name in (select topic from json_to_recordset(${places}::text::json) as i (topic text))
      order by name for update`,
    tx.unsafe<{ nr: number; seq: number | null; waited: boolean }[]>(STATEMENTS.publish, [text], { prepare: true }),
  ]);
  const byNr = new Map(rows.map((row) => [row.nr, row]));
  const released = new Map<string, number>();
  const outcomes: PublishOutcome[] = [];
  for (const [nr, { topic, key }] of items.entries()) {
    const row = byNr.get(nr);
    if (!row) throw new Error('An event gave no answer.');
    if (row.seq === null) {
      outcomes.push({ outcome: 'duplicate', runs: 0 });
      continue;
    }
    const place = `${topic}\n${key}`;
    if (row.waited && !released.has(place)) released.set(place, await release(tx, { topic, key }));
    const runs = row.waited ? (released.get(place) ?? 0) : 0;
    outcomes.push({ outcome: runs > 0 ? 'delivered' : 'kept', runs, offset: row.seq });
  }
  return outcomes;
}

function itemOf({ topic, key, eventId, payload, attributes, sourceAt }: NewEvent): Item {
  const body = JSON.stringify(payload);
  const place = { topic: storable(topic), key: storable(key) };
  const source_at = sourceAt === undefined ? undefined : new Date(sourceAt).toISOString();
  const facts = { ...place, event_id: storable(eventId), bytes: Buffer.byteLength(body), source_at };
  const head = JSON.stringify(facts).slice(0, -1);
  // SQL takes one layer off a string, and would take a bare null for none.
  const texts = [`"payload":${/^["n]/.test(body) ? JSON.stringify(body) : wrapped(body)}`];
  if (attributes !== undefined) texts.push(`"attributes":${wrapped(JSON.stringify(attributes))}`);
  return { ...place, text: `${head},${texts.join(',')}}` };
}
