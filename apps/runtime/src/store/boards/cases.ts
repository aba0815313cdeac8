import { and, eq, gte, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { caseMinutes, cases, exceptions, flows, runs } from '../tables/index.ts';
import type { BoardRange } from './runs.ts';

const n = sql<number>`sum(${caseMinutes.n})`.mapWith(Number);

const ofRange = (kind: string | undefined, { fromMinute, toMinute }: Pick<BoardRange, 'fromMinute' | 'toMinute'>) =>
  and(
    gte(caseMinutes.minute, fromMinute),
    lt(caseMinutes.minute, toMinute),
    kind === undefined ? undefined : eq(caseMinutes.kind, kind),
  );

/** What cases of a kind, or of all, went through: by bin. */
export async function readCaseBins(db: Db, kind: string | undefined, range: BoardRange) {
  const { what, name, was, bucket } = caseMinutes;
  const bin = sql<number>`(${caseMinutes.minute} - ${range.fromMinute}) / ${range.binMinutes}`.mapWith(Number);
  return db
    .select({ kind: caseMinutes.kind, bin, what, name, was, bucket, n })
    .from(caseMinutes)
    .where(ofRange(kind, range))
    .groupBy(caseMinutes.kind, sql`2`, what, name, was, bucket);
}
export type CaseBin = Awaited<ReturnType<typeof readCaseBins>>[number];

/** Open cases of a kind by state and age in whole days. */
export async function readOpenCases(db: Db, kind: string) {
  const days = sql<number>`floor(extract(epoch from now() - ${cases.openedAt}) / 86400)::int`;
  return db
    .select({ state: cases.state, days, n: sql<number>`count(*)`.mapWith(Number) })
    .from(cases)
    .where(and(eq(cases.kind, kind), isNull(cases.closedAt)))
    .groupBy(cases.state, sql`2`);
}

export interface Stuck {
  readonly kind: string | null;
  readonly key: string;
  readonly title: string | null;
  readonly stage: string;
  readonly since: Date;
  readonly cause: string;
  readonly nextTry: Date | null;
  readonly owner: string | null;
  readonly exceptionId: string | null;
  /** What may have happened is not done again by one press: a person decides. */
  readonly undecided: boolean;
}

type StuckRow = Omit<Stuck, 'since' | 'nextTry'> & { readonly since: string; readonly nextTry: string | null };

/**
 * What is stuck, the oldest first: messages of which a person must decide, and cases of which something expected has not come.
 *
 * @returns the first of them, and how many there are
 */
export async function readStuck(
  db: Db,
  limit: number,
): Promise<{ readonly rows: readonly Stuck[]; readonly total: number }> {
  const rows = await db.execute<{ [Key in keyof StuckRow]: StuckRow[Key] }>(sql`
    (select known.kind, coalesce(open.business_key, open.run_id::text) as key, known.title,
       coalesce(known.state, ${flows.name}) as stage, open.raised_at as since, open.reason as cause, null::timestamptz as "nextTry",
       open.owner, open.id::text as "exceptionId", open.code = 'outcome-unknown' as undecided
     from ${exceptions} as open
     left join ${flows} on ${flows.id} = open.flow_id
     left join lateral (
       select kind, title, state from ${cases} where key = open.business_key order by closed_at is not null, kind limit 1
     ) as known on open.business_key is not null
     where open.status = 'open' order by open.id limit ${limit})
    union all
    (select late.kind, late.key, late.title, late.state as stage, late.opened_at as since,
       'Expected and not come: ' || (late.document -> 'expected' -> 0 ->> 'name') as cause,
       (select min(wake_at) from ${runs} where business_key = late.key and ended_at is null) as "nextTry", null as owner, null as "exceptionId", false as undecided
     from ${cases} as late
     where late.missed > 0 and late.closed_at is null
       and not exists (select from ${exceptions} e where e.business_key = late.key and e.status = 'open')
     order by late.changed_at limit ${limit})
    order by since limit ${limit}`);
  const [counts] = await db.execute<{ total: number }>(sql`
    select (select count(*) from ${exceptions} where status = 'open')::int
      + (select count(*) from ${cases} as late where late.missed > 0 and late.closed_at is null
         and not exists (select from ${exceptions} e where e.business_key = late.key and e.status = 'open'))::int as total`);
  return {
    rows: rows.map((row) => ({
      ...row,
      since: new Date(row.since),
      nextTry: row.nextTry === null ? null : new Date(row.nextTry),
    })),
    total: counts?.total ?? 0,
  };
}

/** Cases opened within a time. */
export async function countOpened(
  db: Db,
  kind: string,
  range: Pick<BoardRange, 'fromMinute' | 'toMinute'>,
): Promise<number> {
  const [row] = await db
    .select({ n })
    .from(caseMinutes)
    .where(and(ofRange(kind, range), eq(caseMinutes.what, 'opened')));
  return row?.n ?? 0;
}
