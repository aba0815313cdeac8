import type { Touch } from '@lockstep/schema/api';
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { flowMinutesMark, flows, orderHours, touches, touchesMark } from '../tables/index.ts';

const HOUR_MS = 3_600_000;

/** Whole hours since the epoch: from the first, and up to but without the second. */
export interface HourRange {
  readonly fromHour: number;
  readonly toHour: number;
  readonly binHours: number;
}

export interface BinCount {
  readonly bin: number;
  readonly n: number;
}

const count = sql<number>`count(*)`.mapWith(Number);

const within = ({ fromHour, toHour }: HourRange) =>
  and(gte(touches.at, new Date(fromHour * HOUR_MS)), lt(touches.at, new Date(toHour * HOUR_MS)));

export async function countTouches(
  db: Db,
  range: HourRange,
): Promise<readonly (BinCount & { readonly what: Touch['what'] })[]> {
  const bin = sql<number>`floor((extract(epoch from ${touches.at}) / 3600 - ${range.fromHour}) / ${range.binHours})`;
  return db
    .select({ bin: bin.mapWith(Number), what: touches.what, n: count })
    .from(touches)
    .where(within(range))
    .groupBy(sql`1`, touches.what);
}

export async function countCompleted(db: Db, range: HourRange): Promise<readonly BinCount[]> {
  const bin = sql<number>`(${orderHours.hour} - ${range.fromHour}) / ${range.binHours}`;
  return db
    .select({ bin: bin.mapWith(Number), n: sql<number>`sum(${orderHours.n})`.mapWith(Number) })
    .from(orderHours)
    .where(and(gte(orderHours.hour, range.fromHour), lt(orderHours.hour, range.toHour)))
    .groupBy(sql`1`);
}

/** Everything that was done before is counted. */
export async function touchesCountedTo(db: Db): Promise<Date | undefined> {
  const [row] = await db
    .select({
      at: sql<Date>`least(${touchesMark.foldedTo}, ${flowMinutesMark.foldedTo})`.mapWith(touchesMark.foldedTo),
    })
    .from(touchesMark)
    .innerJoin(flowMinutesMark, sql`true`);
  return row?.at;
}

export interface TouchesWanted {
  readonly limit: number;
  readonly what?: Touch['what'] | undefined;
  readonly from?: Date | undefined;
  /** The last one of the page before. */
  readonly after?: { readonly at: Date; readonly ref: string } | undefined;
}

/** Newest first. */
export async function listTouches(db: Db, { limit, what, from, after }: TouchesWanted) {
  const { ref, at, by, runId, flowId, about } = touches;
  return db
    .select({ what: touches.what, ref, at, by, runId, flowId, about, flowName: flows.name })
    .from(touches)
    .leftJoin(flows, eq(flows.id, touches.flowId))
    .where(
      and(
        what === undefined ? undefined : eq(touches.what, what),
        from && gte(touches.at, from),
        after && sql`(${touches.at}, ${touches.ref}) < (${after.at.toISOString()}::timestamptz, ${after.ref})`,
      ),
    )
    .orderBy(desc(touches.at), desc(touches.ref))
    .limit(limit);
}
