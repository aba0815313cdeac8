import type { RunEvent, RunStatus } from '@lockstep/schema/run';
import { and, asc, desc, eq, gt, gte, isNull, lt, lte, type SQL, sql } from 'drizzle-orm';
import { union, unionAll } from 'drizzle-orm/pg-core';
import { type FieldSearch, fieldCondition } from './life/search.ts';
import type { Db } from './open-store.ts';
import { flows, payloads, runEvents, runItemEvents, runSnapshots, runs } from './tables/index.ts';

export type RunRow = typeof runs.$inferSelect & { readonly flowName: string };

export interface RunFilter {
  readonly limit: number;
  /** Id of the last run of the page before. */
  readonly before?: string | undefined;
  readonly flow?: string | undefined;
  readonly status?: RunStatus | undefined;
  /** Run id or business key, whole or its beginning. */
  readonly search?: string | undefined;
  readonly test?: boolean | undefined;
  /** Instead of `search`: a field of the message. */
  readonly field?: FieldSearch | undefined;
  /** Newest first by when it happened; only runs that know it. */
  readonly bySource?: boolean | undefined;
  /** Only what happened from then on, and before: ISO 8601. */
  readonly sourceFrom?: string | undefined;
  readonly sourceUntil?: string | undefined;
}

/** Statuses of runs that go on: the partial index over them needs to see that `ended_at` is null. */
const OPEN: readonly RunStatus[] = ['queued', 'running', 'waiting'];

/** When it happened, by the clock of its source, in epoch milliseconds; as the index `runs_source` has it. */
const sourceAt = sql`((readable(${runs.trigger}) #>> '{source,at}')::bigint)`;

/**
 * One page of runs, newest first: by id, which is a UUIDv7, so a page never jumps while runs arrive; or by the time of the source, where
 * several of one moment are told by id.
 */
export async function listRuns(db: Db, filter: RunFilter): Promise<readonly RunRow[]> {
  const { limit, before, flow, status, test, bySource = false } = filter;
  const isOfSource = bySource || filter.sourceFrom !== undefined || filter.sourceUntil !== undefined;
  const search = filter.search === '' ? undefined : filter.search;
  const isAlone = flow === undefined && status === undefined && test === undefined && !isOfSource;
  const page = isAlone ? { limit, before } : undefined;
  const found = filter.field
    ? { where: await fieldCondition(db, filter.field, page ? MAX_SORTED_ALONE : MAX_SORTED, page) }
    : search === undefined
      ? undefined
      : await findMatches(db, search, page);
  const query = db.select({ run: runs, flowName: flows.name }).from(runs).leftJoin(flows, eq(flows.id, runs.flowId));
  const joined = found && 'ids' in found ? query.innerJoin(found.ids, eq(found.ids.id, runs.id)) : query;
  const rows = await joined
    .where(
      and(
        before === undefined ? undefined : bySource ? happenedBefore(before) : lt(runs.id, before),
        isOfSource ? sql`readable(${runs.trigger}) #>> '{source,at}' is not null` : undefined,
        filter.sourceFrom === undefined ? undefined : sql`${sourceAt} >= ${Date.parse(filter.sourceFrom)}::bigint`,
        filter.sourceUntil === undefined ? undefined : sql`${sourceAt} < ${Date.parse(filter.sourceUntil)}::bigint`,
        flow === undefined ? undefined : eq(runs.flowId, flow),
        status === undefined ? undefined : eq(runs.status, status),
        status !== undefined && OPEN.includes(status) ? isNull(runs.endedAt) : undefined,
        test === undefined ? undefined : eq(runs.test, test),
        found && 'where' in found ? found.where : undefined,
      ),
    )
    .orderBy(...(bySource ? [desc(sourceAt), desc(runs.id)] : [desc(runs.id)]))
    .limit(limit);
  return rows.map(({ run, flowName }) => ({ ...run, flowName: flowName ?? run.flowId }));
}

/** What comes after a run in the order of the source. One that is gone, or knows no such time, ends the list. */
function happenedBefore(id: string): SQL {
  return sql`(${sourceAt}, ${runs.id}) < (
    select (readable(last.trigger) #>> '{source,at}')::bigint, last.id from runs last where last.id = ${id}::uuid)`;
}

/** Matches up to here are collected by the index of the keys first, then sorted. */
const MAX_SORTED = 20_000;
/** The same where nothing else is asked: then the index alone gives the page, a quarter of a microsecond a match. */
const MAX_SORTED_ALONE = 200_000;

/**
 * How to find what a search means. Few matches: their ids, from the index, because walking all runs from the newest on
 * looking for them takes a second among a million. Many matches: the condition, because that walk soon has a page.
 *
 * `page`: nothing else narrows the list, so the ids of the page are told before any row is read.
 */
async function findMatches(
  db: Db,
  search: string,
  page: { readonly limit: number; readonly before: string | undefined } | undefined,
) {
  const most = page ? MAX_SORTED_ALONE : MAX_SORTED;
  const byKey = keyRange(search);
  const byId = uuidRange(search);
  const keyed = (limit: number) => db.select({ id: runs.id }).from(runs).where(byKey).limit(limit);
  if ((await db.$count(keyed(most + 1).as('counted'))) > most) return { where: byKey };
  const named = byId
    ? db
        .select({ id: runs.id })
        .from(runs)
        .where(and(gte(runs.id, byId.from), lte(runs.id, byId.to)))
        .orderBy(desc(runs.id))
        .limit(most)
    : undefined;
  const matched = named ? union(keyed(most), named).as('matched') : keyed(most).as('matched');
  if (!page) return { ids: matched };
  const ids = db
    .select({ id: matched.id })
    .from(matched)
    .where(page.before === undefined ? undefined : lt(matched.id, page.before))
    .orderBy(desc(matched.id))
    .limit(page.limit);
  return { ids: ids.as('page') };
}

/** The newest runs with a business key, and how many more there are. Test runs are not among them. */
export async function listRunsOfKey(
  db: Db,
  key: string,
  limit: number,
): Promise<{ readonly rows: readonly RunRow[]; readonly more: number }> {
  // The operators of the index on keys: its order is that of bytes.
  const isOfKey = and(sql`${runs.businessKey} ~>=~ ${key}`, sql`${runs.businessKey} ~<=~ ${key}`, eq(runs.test, false));
  const [rows, all] = await Promise.all([
    db
      .select({ run: runs, flowName: flows.name })
      .from(runs)
      .leftJoin(flows, eq(flows.id, runs.flowId))
      .where(isOfKey)
      .orderBy(desc(runs.id))
      .limit(limit),
    db.$count(runs, isOfKey),
  ]);
  return {
    rows: rows.map(({ run, flowName }) => ({ ...run, flowName: flowName ?? run.flowId })),
    more: Math.max(0, all - rows.length),
  };
}

/** Keys that begin with the text, as a range of bytes: unlike LIKE, the index serves it in a generic plan too. */
function keyRange(prefix: string): SQL | undefined {
  return and(sql`${runs.businessKey} ~>=~ ${prefix}`, sql`${runs.businessKey} ~<~ ${`${prefix}\u{10ffff}`}`);
}

/** Ids that begin with the text, as a range; `undefined` when it cannot begin one or is too short to mean one. */
export function uuidRange(prefix: string): { readonly from: string; readonly to: string } | undefined {
  const template = '00000000-0000-0000-0000-000000000000';
  const text = prefix.trim().toLowerCase();
  if (text.length < 8 || text.length > template.length) return undefined;
  const fits = [...text].every((char, i) => (template[i] === '-' ? char === '-' : /[0-9a-f]/.test(char)));
  if (!fits) return undefined;
  const rest = template.slice(text.length);
  return { from: text + rest, to: text + rest.replaceAll('0', 'f') };
}

/** The smallest run id of a moment (epoch milliseconds): what "the last hour" means to an index over ids. */
export function firstRunIdAt(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`;
}

export async function readRun(db: Db, runId: string): Promise<RunRow | undefined> {
  if (!isUuid(runId)) return undefined;
  const [row] = await db
    .select({ run: runs, flowName: flows.name })
    .from(runs)
    .leftJoin(flows, eq(flows.id, runs.flowId))
    .where(eq(runs.id, runId));
  return row && { ...row.run, flowName: row.flowName ?? row.run.flowId };
}

/** The greatest sequence number there can be. */
const NEWEST = 2 ** 31 - 1;

/**
 * What happened after the newest state that version `engine` of the engine kept of a run, oldest first; everything where none
 * was kept. For runs whose flow has scopes: the history of others is `readRunEvents`.
 *
 * @param upTo newest event to tell: `lastSeq` of a row that was read before
 */
export async function readRunSince(
  db: Db,
  runId: string,
  engine: number,
  upTo: number,
): Promise<{ readonly kept?: string; readonly events: readonly RunEvent[] }> {
  const [kept] = await db
    .select({ seq: runSnapshots.seq, state: runSnapshots.state })
    .from(runSnapshots)
    .where(and(eq(runSnapshots.runId, runId), eq(runSnapshots.engineVersion, engine), lte(runSnapshots.seq, upTo)));
  const seq = kept?.seq ?? 0;
  const own = { seq: runEvents.seq, event: runEvents.event };
  const ofItems = { seq: runItemEvents.seq, event: runItemEvents.event };
  const rows = await unionAll(
    db
      .select(own)
      .from(runEvents)
      .where(and(eq(runEvents.runId, runId), gt(runEvents.seq, seq), lte(runEvents.seq, upTo))),
    db
      .select(ofItems)
      .from(runItemEvents)
      .where(and(eq(runItemEvents.runId, runId), gt(runItemEvents.seq, seq), lte(runItemEvents.seq, upTo))),
  ).orderBy(asc(sql`seq`));
  return { ...(kept && { kept: kept.state }), events: rows.map(({ event }) => event) };
}

/**
 * The history of a run, oldest first, but for what happened to the items of its scopes.
 *
 * @param upTo newest event to tell: `lastSeq` of a row that was read before, so that both say the same
 */
export async function readRunEvents(db: Db, runId: string, upTo = NEWEST): Promise<readonly RunEvent[]> {
  const rows = await db
    .select({ event: runEvents.event })
    .from(runEvents)
    .where(and(eq(runEvents.runId, runId), lte(runEvents.seq, upTo)))
    .orderBy(asc(runEvents.seq));
  return rows.map(({ event }) => event);
}

/** JSON text of a claim-checked value. A replay's seeds refer to those of the run they come from. */
export async function readPayload(db: Db, ref: string): Promise<string | undefined> {
  const [row] = await db.select({ body: payloads.body }).from(payloads).where(eq(payloads.id, ref));
  return row?.body;
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
