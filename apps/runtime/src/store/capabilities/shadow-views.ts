import type { AnswerDifference } from '@lockstep/schema/capabilities';
import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import type { capabilityShadows } from '../tables/index.ts';

type ShadowState = (typeof capabilityShadows.$inferSelect)['state'];

/** How second calls went, in all and by field. */
export interface ShadowSums {
  readonly states: Readonly<Record<ShadowState, number>>;
  /** Fields about which answers differ, those with most calls first. */
  readonly fields: readonly { readonly path: string; readonly calls: number }[];
}

/** Fields that are listed. */
const MOST_FIELDS = 50;

/** Of the calls since a moment, by the capability and the flow that is compared. */
export async function sumShadows(
  db: Db,
  capability: string,
  { flowId, sinceMs }: { readonly flowId?: string | undefined; readonly sinceMs: number },
): Promise<ShadowSums> {
  const among = sql`from capability_shadows s where capability = ${capability}
    and created_at >= to_timestamp(${sinceMs}::float8 / 1000) ${flowId === undefined ? sql`` : sql`and shadow_flow = ${flowId}`}`;
  const [counted, fields] = await Promise.all([
    db.execute<{ state: ShadowState; calls: number }>(sql`select state, count(*)::int as calls ${among} group by 1`),
    db.execute<{ path: string; calls: number }>(sql`
      select path, count(*)::int as calls
      from (select distinct key, each ->> 'path' as path from (select key, differences ${among} and state = 'different') as differing,
        jsonb_array_elements(differences) as each) as found
      group by 1 order by 2 desc, 1 limit ${MOST_FIELDS}`),
  ]);
  const states = { open: 0, same: 0, different: 0, failed: 0, skipped: 0 };
  for (const { state, calls } of counted) states[state] = calls;
  return { states, fields: fields.map((row) => ({ ...row })) };
}

export interface ShadowRow {
  readonly key: string;
  readonly runId: string;
  readonly businessKey: string | null;
  readonly binding: number;
  readonly liveFlow: string;
  readonly shadowFlow: string;
  readonly liveRunId: string;
  readonly shadowRunId: string | null;
  readonly state: ShadowState;
  readonly reason: string | null;
  readonly differences: readonly AnswerDifference[];
  readonly at: string;
}

/** Newest first; of one state, and of those that differ about a field, where asked for. */
export async function listShadows(
  db: Db,
  capability: string,
  {
    state,
    path,
    limit,
  }: { readonly state?: ShadowState | undefined; readonly path?: string | undefined; readonly limit: number },
): Promise<readonly ShadowRow[]> {
  const rows = await db.execute<Record<keyof ShadowRow, never>>(sql`
    select key, run_id as "runId", business_key as "businessKey", binding, live_flow as "liveFlow", shadow_flow as "shadowFlow",
      live_run_id as "liveRunId", shadow_run_id as "shadowRunId", state, reason, differences::text as differences, created_at as at
    from capability_shadows where capability = ${capability}
    ${state === undefined ? sql`` : sql`and state = ${state}`}
    ${path === undefined ? sql`` : sql`and differences @> ${JSON.stringify([{ path }])}::text::jsonb`}
    order by created_at desc, key limit ${limit}`);
  return rows.map((row) => {
    const { differences, at, ...rest } = row as unknown as Omit<ShadowRow, 'differences' | 'at'> & {
      readonly differences: string;
      readonly at: string | Date;
    };
    return { ...rest, differences: JSON.parse(differences), at: new Date(at).toISOString() };
  });
}
