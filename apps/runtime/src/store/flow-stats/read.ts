import { and, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { approvals, exceptions, flowMinutes, flowMinutesMark, runs, runWaits } from '../tables/index.ts';

/** Whole minutes since the epoch: from the first, and up to but without the second. */
export interface MinuteRange {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** How often something happened at a step. */
export interface StepCount {
  readonly node: string;
  readonly what: 'began' | 'ok' | 'failed' | 'parked' | 'again';
  readonly port: string;
  readonly bucket: number;
  readonly n: number;
}

const summed = sql<number>`sum(${flowMinutes.n})`.mapWith(Number);

const within = (flowId: string, { fromMinute, toMinute }: MinuteRange, version?: number) =>
  and(
    eq(flowMinutes.flowId, flowId),
    gte(flowMinutes.minute, fromMinute),
    lt(flowMinutes.minute, toMinute),
    version === undefined ? undefined : eq(flowMinutes.version, version),
  );

export async function countSteps(
  db: Db,
  flowId: string,
  range: MinuteRange,
  version?: number,
): Promise<readonly StepCount[]> {
  const { node, what, port, bucket } = flowMinutes;
  return db
    .select({ node, what, port, bucket, n: summed })
    .from(flowMinutes)
    .where(within(flowId, range, version))
    .groupBy(node, what, port, bucket);
}

/** Messages that came in, and attempts that failed for good, by bins of `binMinutes` from the beginning of the range. */
export async function countBins(
  db: Db,
  flowId: string,
  range: MinuteRange & { readonly binMinutes: number },
  version?: number,
): Promise<readonly { readonly bin: number; readonly what: StepCount['what']; readonly n: number }[]> {
  const bin = sql<number>`(${flowMinutes.minute} - ${range.fromMinute}) / ${range.binMinutes}`.mapWith(Number);
  return db
    .select({ bin, what: flowMinutes.what, n: summed })
    .from(flowMinutes)
    .where(and(within(flowId, range, version), inArray(flowMinutes.what, ['began', 'failed', 'again'])))
    .groupBy(sql`1`, flowMinutes.what);
}

/** Messages that came in by version. */
export async function countVersions(db: Db, flowId: string, range: MinuteRange) {
  return db
    .select({ version: flowMinutes.version, began: summed })
    .from(flowMinutes)
    .where(and(within(flowId, range), eq(flowMinutes.what, 'began')))
    .groupBy(flowMinutes.version)
    .orderBy(flowMinutes.version);
}

/** By node, now: exceptions nobody settled, and runs that wait there for an event or a person. */
export async function countStanding(db: Db, flowId: string) {
  const n = sql<number>`count(*)`.mapWith(Number);
  const [open, events, people] = await Promise.all([
    db
      .select({ node: exceptions.node, n })
      .from(exceptions)
      .where(and(eq(exceptions.flowId, flowId), inArray(exceptions.status, ['open', 'retrying'])))
      .groupBy(exceptions.node),
    db
      .select({ node: runWaits.node, n })
      .from(runWaits)
      .innerJoin(runs, eq(runs.id, runWaits.runId))
      .where(and(eq(runs.flowId, flowId), isNull(runs.endedAt), isNull(runWaits.eventSeq)))
      .groupBy(runWaits.node),
    db
      .select({ node: approvals.node, n })
      .from(approvals)
      .where(and(eq(approvals.flowId, flowId), eq(approvals.status, 'open')))
      .groupBy(approvals.node),
  ]);
  return { open, waiting: [...events, ...people] };
}

/** Everything that was written before is counted. */
export async function foldedTo(db: Db): Promise<Date | undefined> {
  const [mark] = await db.select({ foldedTo: flowMinutesMark.foldedTo }).from(flowMinutesMark);
  return mark?.foldedTo;
}
