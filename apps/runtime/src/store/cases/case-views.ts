import type { CaseEntry } from '@lockstep/schema/cases';
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { caseEntries, cases, exceptions, flows, runs } from '../tables/index.ts';

export type CaseRow = typeof cases.$inferSelect;

export interface CaseFilter {
  readonly limit: number;
  /** The key, whole or its beginning. */
  readonly search?: string | undefined;
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  /** `open`, `closed`, or `late`: open, and something expected has not come. */
  readonly which?: 'open' | 'closed' | 'late' | undefined;
  /** Of the last case of the page before. */
  readonly before?: Date | undefined;
}

/** One page, changed last first. */
export async function listCases(db: Db, filter: CaseFilter): Promise<readonly CaseRow[]> {
  const { limit, search, kind, state, which, before } = filter;
  return db
    .select()
    .from(cases)
    .where(
      and(
        search ? beginsWith(cases.key, search) : undefined,
        kind === undefined ? undefined : eq(cases.kind, kind),
        state === undefined ? undefined : eq(cases.state, state),
        which === 'open' || which === 'late' ? isNull(cases.closedAt) : undefined,
        which === 'closed' ? isNotNull(cases.closedAt) : undefined,
        which === 'late' ? gt(cases.missed, 0) : undefined,
        before === undefined ? undefined : lt(cases.changedAt, before),
      ),
    )
    .orderBy(desc(cases.changedAt))
    .limit(limit);
}

/** As a range of bytes: unlike LIKE, the index serves it in a generic plan too. */
function beginsWith(column: typeof cases.key | typeof runs.businessKey, prefix: string): SQL | undefined {
  return and(sql`${column} ~>=~ ${prefix}`, sql`${column} ~<~ ${`${prefix}\u{10ffff}`}`);
}

/** Business keys of runs that begin so and have no case: what is known of things nobody keeps a case of. */
export async function listKeysWithoutCase(db: Db, search: string, limit: number): Promise<readonly KeyOfRuns[]> {
  const matched = db
    .select({ key: runs.businessKey, id: runs.id })
    .from(runs)
    .where(beginsWith(runs.businessKey, search))
    .limit(MAX_COUNTED)
    .as('matched');
  const rows = await db
    .select({ key: matched.key, runs: sql<number>`count(*)::int` })
    .from(matched)
    .where(sql`not exists (select from ${cases} where ${cases.key} = ${matched.key})`)
    .groupBy(matched.key)
    .orderBy(asc(matched.key))
    .limit(limit);
  return rows.flatMap(({ key, runs: n }) => (key === null ? [] : [{ key, runs: n }]));
}

/** Runs that are looked at for keys without a case. */
const MAX_COUNTED = 2_000;

export interface KeyOfRuns {
  readonly key: string;
  readonly runs: number;
}

export async function readCaseRow(db: Db, kind: string, key: string): Promise<CaseRow | undefined> {
  const [row] = await db
    .select()
    .from(cases)
    .where(and(eq(cases.kind, kind), eq(cases.key, key)));
  return row;
}

/** Cases of other kinds with the same key: the return of an order. */
export async function readCasesOfKey(db: Db, key: string): Promise<readonly CaseRow[]> {
  return db.select().from(cases).where(eq(cases.key, key)).orderBy(asc(cases.kind)).limit(20);
}

export interface EntryRow {
  readonly id: number;
  readonly at: Date;
  readonly toldAt: Date;
  readonly runId: string | null;
  readonly flowId: string | null;
  readonly flowName: string | null;
  readonly node: string | null;
  readonly entry: CaseEntry;
}

/** The newest lines of a story, oldest first. */
export async function readCaseEntries(db: Db, kind: string, key: string, limit: number): Promise<readonly EntryRow[]> {
  const { id, at, toldAt, runId, flowId, node, entry } = caseEntries;
  const rows = await db
    .select({ id, at, toldAt, runId, flowId, flowName: flows.name, node, entry })
    .from(caseEntries)
    .leftJoin(flows, eq(flows.id, caseEntries.flowId))
    .where(and(eq(caseEntries.kind, kind), eq(caseEntries.key, key)))
    .orderBy(desc(caseEntries.id))
    .limit(limit);
  return rows.reverse();
}

/** Open exceptions of each of the keys. */
export async function countExceptionsOf(db: Db, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .select({ key: exceptions.businessKey, n: sql<number>`count(*)::int` })
    .from(exceptions)
    .where(and(inArray(exceptions.businessKey, [...keys]), eq(exceptions.status, 'open')))
    .groupBy(exceptions.businessKey);
  return new Map(rows.flatMap(({ key, n }) => (key === null ? [] : [[key, n] as const])));
}

export interface CaseCounts {
  readonly kind: string;
  readonly state: string;
  readonly cases: number;
  readonly late: number;
}

/** Open cases by kind and state. */
export async function countCases(db: Db): Promise<readonly CaseCounts[]> {
  return db
    .select({
      kind: cases.kind,
      state: cases.state,
      cases: sql<number>`count(*)::int`,
      late: sql<number>`count(*) filter (where ${cases.missed} > 0)::int`,
    })
    .from(cases)
    .where(isNull(cases.closedAt))
    .groupBy(cases.kind, cases.state)
    .orderBy(asc(cases.kind), asc(cases.state));
}
