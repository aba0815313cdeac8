import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

/** Topics that tell of stock, by their names. Their keys are `SKU@PLACE`. */
const STOCK_TOPICS = sql`(topic like 'inventory.%' or topic like 'stock.%')`;

export interface PlaceAge {
  readonly place: string;
  readonly sku: string;
  /** When it was last told of. */
  readonly at: string;
}

/** The newest word on each article of each place within a time; the `limit` that were told of longest ago in each place. */
export async function readStockAges(db: Db, from: Date, to: Date, limit: number): Promise<readonly PlaceAge[]> {
  return db.execute<{ [Key in keyof PlaceAge]: PlaceAge[Key] }>(sql`
    select place, sku, at from (
      select split_part(key, '@', 2) as place, split_part(key, '@', 1) as sku, max(received_at) as at,
        row_number() over (partition by split_part(key, '@', 2) order by max(received_at)) as nr
      from topic_events
      where ${STOCK_TOPICS} and received_at >= ${from.toISOString()}::timestamptz and received_at < ${to.toISOString()}::timestamptz
        and key like '%@%'
      group by key
    ) as newest where nr <= ${limit} order by place, at`);
}

export interface Freshness {
  readonly articles: number;
  /** Told of within five minutes before the end of the time. */
  readonly fresh: number;
}

export async function readFreshness(db: Db, from: Date, to: Date): Promise<Freshness> {
  const [row] = await db.execute<{ articles: number; fresh: number }>(sql`
    select count(*)::int as articles, (count(*) filter (where at >= ${to.toISOString()}::timestamptz - interval '5 minutes'))::int as fresh
    from (
      select max(received_at) as at from topic_events
      where ${STOCK_TOPICS} and received_at >= ${from.toISOString()}::timestamptz and received_at < ${to.toISOString()}::timestamptz
      group by key
    ) as newest`);
  return row ?? { articles: 0, fresh: 0 };
}

export interface StockLag {
  readonly bin: number;
  readonly n: number;
  /** Null where no source told its time. */
  readonly p50: number | null;
  readonly p95: number | null;
}

/** Stock changes, and how late they came in by the clock of their source, in milliseconds. */
export async function readStockLags(
  db: Db,
  {
    fromMinute,
    toMinute,
    binMinutes,
  }: { readonly fromMinute: number; readonly toMinute: number; readonly binMinutes: number },
): Promise<readonly StockLag[]> {
  return db.execute<{ [Key in keyof StockLag]: StockLag[Key] }>(sql`
    select bin, count(*)::int as n, (percentile_cont(0.5) within group (order by ms))::float8 as p50,
      (percentile_cont(0.95) within group (order by ms))::float8 as p95
    from (
      select ((floor(extract(epoch from received_at) / 60)::bigint - ${fromMinute}::bigint) / ${binMinutes}::bigint)::int as bin,
        case when source_at is null then null else greatest(extract(epoch from received_at - source_at)::float8 * 1000, 0) end as ms
      from topic_events
      where ${STOCK_TOPICS}
        and received_at >= to_timestamp(${fromMinute * 60}) and received_at < to_timestamp(${toMinute * 60})
    ) as told group by bin order by bin`);
}

export interface ReaderAge {
  readonly flowId: string;
  readonly flowName: string;
  readonly topic: string;
  /** Events it has not read. */
  readonly behind: number;
  /** When the oldest of those came in; null where it has read all. */
  readonly oldest: string | null;
}

/** How far behind the flows are that carry stock to channels. */
export async function readStockReaders(db: Db): Promise<readonly ReaderAge[]> {
  return db.execute<{ [Key in keyof ReaderAge]: ReaderAge[Key] }>(sql`
    select r.flow_id as "flowId", flows.name as "flowName", r.topic, (topics.head - r.place)::int as behind,
      (select received_at from topic_events e where e.topic = r.topic and e.seq = r.place + 1) as oldest
    from topic_readers r
    join topics on topics.name = r.topic
    join flows on flows.id = r.flow_id and flows.deleted_at is null
    where r.kind = 'consumer' and r.status = 'running' and (r.topic like 'inventory.%' or r.topic like 'stock.%')
    order by 2`);
}
