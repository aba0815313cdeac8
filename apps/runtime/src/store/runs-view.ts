import type { RunEvent, RunStatus } from '@lockstep/schema/run';
import { and, asc, desc, eq, gte, like, lt, lte, or, type SQL } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { flows, payloads, runEvents, runs } from './tables/index.ts';

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
}

/** One page of runs, newest first: by id, which is a UUIDv7, so a page never jumps while runs arrive. */
export async function listRuns(
  db: Db,
  { limit, before, flow, status, search, test }: RunFilter,
): Promise<readonly RunRow[]> {
  const rows = await db
    .select({ run: runs, flowName: flows.name })
    .from(runs)
    .leftJoin(flows, eq(flows.id, runs.flowId))
    .where(
      and(
        before === undefined ? undefined : lt(runs.id, before),
        flow === undefined ? undefined : eq(runs.flowId, flow),
        status === undefined ? undefined : eq(runs.status, status),
        test === undefined ? undefined : eq(runs.test, test),
        search === undefined || search === '' ? undefined : matching(search),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(limit);
  return rows.map(({ run, flowName }) => ({ ...run, flowName: flowName ?? run.flowId }));
}

function matching(search: string): SQL | undefined {
  const byKey = like(runs.businessKey, `${search.replace(/[\\%_]/g, '\\$&')}%`);
  const range = uuidRange(search);
  return range ? or(byKey, and(gte(runs.id, range.from), lte(runs.id, range.to))) : byKey;
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

/** The history of a run, oldest first. */
export async function readRunEvents(db: Db, runId: string): Promise<readonly RunEvent[]> {
  const rows = await db
    .select({ event: runEvents.event })
    .from(runEvents)
    .where(eq(runEvents.runId, runId))
    .orderBy(asc(runEvents.seq));
  return rows.map(({ event }) => event);
}

/** JSON text of a claim-checked value. */
export async function readPayload(
  db: Db,
  { runId, ref }: { readonly runId: string; readonly ref: string },
): Promise<string | undefined> {
  const [row] = await db
    .select({ body: payloads.body })
    .from(payloads)
    .where(and(eq(payloads.id, ref), eq(payloads.runId, runId)));
  return row?.body;
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
