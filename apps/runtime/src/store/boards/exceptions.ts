import { sql } from 'drizzle-orm';
import { isHandedOver } from '../handed-over.ts';
import type { Db } from '../open-store.ts';

export interface RaisedSpan {
  readonly from: Date;
  readonly to: Date;
  readonly flowId?: string | undefined;
}

/** Raised within the time, and not the same piece of work as another exception. */
const raised = ({ from, to, flowId }: RaisedSpan) =>
  sql`not ${isHandedOver} and raised_at >= ${from.toISOString()}::timestamptz and raised_at < ${to.toISOString()}::timestamptz${
    flowId === undefined ? sql`` : sql` and exceptions.flow_id = ${flowId}`
  }`;

export interface CategoryCount {
  readonly category: string;
  readonly n: number;
  readonly open: number;
  /** When the oldest open one was raised. */
  readonly oldest: string | null;
}

/** Exceptions raised within a time by category. */
export async function countCategories(db: Db, span: RaisedSpan): Promise<readonly CategoryCount[]> {
  return db.execute<{ [Key in keyof CategoryCount]: CategoryCount[Key] }>(sql`
    select category, count(*)::int as n, (count(*) filter (where status = 'open'))::int as open,
      min(raised_at) filter (where status = 'open') as oldest
    from exceptions where ${raised(span)} group by category order by 2 desc, 1`);
}

export interface CauseCount {
  /** The newest reason of this cause, whole. */
  readonly example: string;
  readonly category: string;
  readonly n: number;
  readonly open: number;
  readonly oldest: string | null;
}

/** By cause: the reason without what differs from message to message. */
export async function countCauses(db: Db, span: RaisedSpan, limit: number): Promise<readonly CauseCount[]> {
  return db.execute<{ [Key in keyof CauseCount]: CauseCount[Key] }>(sql`
    select (array_agg(reason order by raised_at desc))[1] as example, min(category) as category, count(*)::int as n,
      (count(*) filter (where status = 'open'))::int as open,
      min(raised_at) filter (where status = 'open') as oldest
    from exceptions where ${raised(span)} group by cause order by 3 desc, cause limit ${limit}`);
}

export interface FirstSeen {
  /** The first reason of this cause, whole. */
  readonly example: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly first: string;
  readonly n: number;
}

/** Causes of the time that nobody had seen in the 30 days before it, the newest first. */
export async function readFirstSeen(db: Db, span: RaisedSpan, limit: number): Promise<readonly FirstSeen[]> {
  return db.execute<{ [Key in keyof FirstSeen]: FirstSeen[Key] }>(sql`
    select news.example, news.flow_id as "flowId", coalesce(flows.name, news.flow_id) as "flowName", news.first, news.n
    from (
      select cause, flow_id, (array_agg(reason order by raised_at))[1] as example, min(raised_at) as first,
        count(*)::int as n
      from exceptions where ${raised(span)} group by cause, flow_id
    ) as news
    left join flows on flows.id = news.flow_id
    where not exists (
      select from exceptions as known
      where known.flow_id = news.flow_id and known.cause = news.cause and known.raised_at < ${span.from.toISOString()}::timestamptz
        and known.raised_at >= ${span.from.toISOString()}::timestamptz - interval '30 days')
    order by news.first desc limit ${limit}`);
}

export interface Settling {
  readonly raised: number;
  readonly settled: number;
  /** Half of those settled took no longer, in milliseconds. */
  readonly medianMs: number | null;
  /** Those that came back: another exception of the same message followed after it was settled. */
  readonly again: number;
}

/** How exceptions raised within a time were settled. */
export async function readSettling(db: Db, span: RaisedSpan): Promise<Settling> {
  const [row] = await db.execute<{ [Key in keyof Settling]: Settling[Key] }>(sql`
    select count(*)::int as raised, count(settled_at)::int as settled,
      percentile_cont(0.5) within group (order by extract(epoch from settled_at - raised_at)::float8 * 1000)
        filter (where settled_at is not null) as "medianMs",
      (count(*) filter (where exists (
        select from exceptions as later
        where later.run_id = exceptions.run_id and later.raised_at > exceptions.settled_at)))::int as again
    from exceptions where ${raised(span)}`);
  return row ?? { raised: 0, settled: 0, medianMs: null, again: 0 };
}
