import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import type { MinuteRange } from '../flow-stats/read.ts';
import type { Db } from '../open-store.ts';
import { flowMinutes, flows, flowVersions, runMinutes } from '../tables/index.ts';

/** A span of whole minutes in bins of so many, of one flow or of all. */
export interface BoardRange extends MinuteRange {
  readonly binMinutes: number;
  readonly flowId?: string | undefined;
}

const n = sql<number>`sum(${runMinutes.n})`.mapWith(Number);

const ofRange = ({ fromMinute, toMinute, flowId }: BoardRange) =>
  and(
    gte(runMinutes.minute, fromMinute),
    lt(runMinutes.minute, toMinute),
    flowId === undefined ? undefined : eq(runMinutes.flowId, flowId),
  );

/** Runs that ended, by the bin in which their messages came in, how they ended and how long they took. */
export async function readRunBins(db: Db, range: BoardRange) {
  const { outcome, bucket } = runMinutes;
  const bin = sql<number>`(${runMinutes.minute} - ${range.fromMinute}) / ${range.binMinutes}`.mapWith(Number);
  return db.select({ bin, outcome, bucket, n }).from(runMinutes).where(ofRange(range)).groupBy(sql`1`, outcome, bucket);
}
export type RunBin = Awaited<ReturnType<typeof readRunBins>>[number];

/** Runs by flow and version, and how they ended. */
export async function readRunVersions(db: Db, range: BoardRange) {
  const { flowId, version, outcome } = runMinutes;
  return db
    .select({ flowId, flowName: sql<string>`coalesce(${flows.name}, ${flowId})`, version, outcome, n })
    .from(runMinutes)
    .leftJoin(flows, eq(flows.id, flowId))
    .where(ofRange(range))
    .groupBy(flowId, flows.name, version, outcome)
    .orderBy(asc(flowId), asc(version));
}

/** Messages that came in, by bin. */
export async function readBegun(db: Db, { fromMinute, toMinute, binMinutes, flowId }: BoardRange) {
  const bin = sql<number>`(${flowMinutes.minute} - ${fromMinute}) / ${binMinutes}`.mapWith(Number);
  return db
    .select({ bin, n: sql<number>`sum(${flowMinutes.n})`.mapWith(Number) })
    .from(flowMinutes)
    .where(
      and(
        gte(flowMinutes.minute, fromMinute),
        lt(flowMinutes.minute, toMinute),
        eq(flowMinutes.what, 'began'),
        flowId === undefined ? undefined : eq(flowMinutes.flowId, flowId),
      ),
    )
    .groupBy(sql`1`);
}

/** What steps of all flows did: by flow and step, and by bin or by how long it took. */
export async function readSteps(db: Db, { fromMinute, toMinute, binMinutes }: BoardRange, by: 'bin' | 'bucket') {
  const { flowId, node, what } = flowMinutes;
  const key =
    by === 'bin'
      ? sql<number>`(${flowMinutes.minute} - ${fromMinute}) / ${binMinutes}`.mapWith(Number)
      : sql<number>`${flowMinutes.bucket}`.mapWith(Number);
  return db
    .select({ flowId, node, what, key, n: sql<number>`sum(${flowMinutes.n})`.mapWith(Number) })
    .from(flowMinutes)
    .where(
      and(
        gte(flowMinutes.minute, fromMinute),
        lt(flowMinutes.minute, toMinute),
        inArray(flowMinutes.what, ['ok', 'failed', 'again']),
      ),
    )
    .groupBy(flowId, node, what, sql`4`);
}
export type StepSum = Awaited<ReturnType<typeof readSteps>>[number];

/** Publications within a time: a bad one shows on every picture. */
export async function readPublished(db: Db, from: Date, to: Date, flowId?: string) {
  return db
    .select({
      flowId: flowVersions.flowId,
      name: flows.name,
      version: flowVersions.version,
      at: flowVersions.publishedAt,
    })
    .from(flowVersions)
    .innerJoin(flows, eq(flows.id, flowVersions.flowId))
    .where(
      and(
        gte(flowVersions.publishedAt, from),
        lt(flowVersions.publishedAt, to),
        flowId === undefined ? undefined : eq(flowVersions.flowId, flowId),
      ),
    )
    .orderBy(asc(flowVersions.publishedAt))
    .limit(200);
}
