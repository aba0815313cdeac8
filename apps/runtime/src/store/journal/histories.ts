import type { RunEvent } from '@lockstep/schema/run';
import type { Sql } from '../open-store.ts';
import { passing } from './errors.ts';
import type { History } from './types.ts';

interface Row {
  readonly run_id: string;
  readonly seq: number;
  readonly event: RunEvent;
}

interface KeptRow {
  readonly run_id: string;
  readonly seq: number;
  readonly retried: boolean;
  readonly state: string;
}

/**
 * Histories of runs, each from the newest state kept by version `engine`. What happened to items is read only after it.
 *
 * `at` of an event is never before its run was accepted, which spares a look into the older partitions.
 */
export async function readHistories(
  sql: Sql,
  runIds: readonly string[],
  engine: number,
): Promise<ReadonlyMap<string, History>> {
  if (runIds.length === 0) return new Map();
  const ids = sql.array([...runIds], 2950);
  const kept = await passing(sql<KeptRow[]>`
    select run_id, seq, retried, state from run_snapshots where run_id = any(${ids}::uuid[]) and engine_version = ${engine}`);
  const keptOf = new Map(kept.map((row) => [row.run_id, row]));
  const seqs = sql.array(
    runIds.map((id) => keptOf.get(id)?.seq ?? 0),
    23,
  );
  const wanted = sql`unnest(${ids}::uuid[], ${seqs}::integer[]) as wanted (run_id, kept)`;
  const since = sql`at >= (select min(accepted_at) from runs where id = any(${ids}::uuid[]))`;
  const rows = await passing(sql<Row[]>`
    select run_id, seq, event from ${wanted} join run_events using (run_id) where ${since} and (seq = 1 or seq > kept)
    union all
    select run_id, seq, event from ${wanted} join run_item_events using (run_id) where ${since} and seq > kept
    order by run_id, seq`);
  const histories = new Map<string, History>();
  for (const [runId, own] of Map.groupBy(rows, ({ run_id }) => run_id)) {
    const [first] = own;
    if (!first) continue;
    const state = keptOf.get(runId);
    const after = state ? own.filter(({ seq }) => seq > state.seq) : own;
    const events = after.map(({ event }) => event);
    histories.set(runId, {
      first: first.event,
      seq: (state?.seq ?? 0) + events.length,
      retried: state?.retried === true || events.some(({ type }) => type === 'run.retried'),
      ...(state && { kept: { seq: state.seq, state: state.state } }),
      events,
    });
  }
  return histories;
}

/** What happened to one item and to the items within it. */
export async function readItem(sql: Sql, runId: string, item: string): Promise<readonly RunEvent[]> {
  const rows = await passing(sql<{ event: RunEvent }[]>`
    select event from run_item_events
    where run_id = ${runId} and item = ${item} and at >= (select accepted_at from runs where id = ${runId})
    order by seq`);
  return rows.map(({ event }) => event);
}
