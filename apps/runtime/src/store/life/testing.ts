import { randomBytes } from 'node:crypto';
import type { RunStatus } from '@lockstep/schema/run';
import type { Sql } from '../open-store.ts';

export interface OldRun {
  readonly flowId: string;
  /** How long ago it was accepted and ended; a run under way has not ended. */
  readonly days: number;
  readonly status: RunStatus;
  readonly version?: number | null;
  readonly filtered?: string;
  readonly bytes?: number;
  /** Of its exception, for one that failed. */
  readonly exception?: 'open' | 'retrying' | 'resolved' | 'discarded';
}

/** A UUIDv7 of a moment, as `randomUUIDv7` of that moment would be. */
export function idAt(ms: number): string {
  const hex = Math.floor(ms).toString(16).padStart(12, '0');
  const chance = randomBytes(8).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${chance.slice(0, 3)}-8${chance.slice(3, 6)}-${randomBytes(6).toString('hex')}`;
}

/** Stores a run as it is long after it was accepted, with two events and its part of the ledger. @returns its id */
export async function storeOldRun(sql: Sql, run: OldRun): Promise<string> {
  const { flowId, days, status, version = 1, filtered = null, bytes = 1000, exception } = run;
  const at = new Date(Date.now() - days * 86_400_000);
  const id = idAt(at.getTime());
  const endedAt = ['done', 'exception', 'cancelled'].includes(status) ? at : null;
  await sql`insert into flows (id, name) values (${flowId}, ${flowId}) on conflict do nothing`;
  await sql`insert into runs (id, flow_id, version, snapshot_id, test, status, key_run_id, trigger_node, trigger, accepted_at,
      ended_at, filtered, last_seq, bytes)
    values (${id}, ${flowId}, ${version}, 's', ${version === null}, ${status}, ${id}, 'in', '{}', ${at}, ${endedAt}, ${filtered},
      2, ${bytes})`;
  await sql`insert into run_events (run_id, seq, at, event) select ${id}, seq, ${at}, '{}' from generate_series(1, 2) as seq`;
  await sql`insert into ledger_accepted (minute, flow_id, version, test, accepted, bytes)
    values (run_minute(${id}), ${flowId}, ${version}, ${version === null}, 1, ${bytes})`;
  if (exception)
    await sql`insert into exceptions (id, run_id, flow_id, version, node, category, code, reason, kind, attempts, status)
      values (${idAt(at.getTime())}, ${id}, ${flowId}, 1, 'send', 'data', 'x', 'It failed.', 'item', 1, ${exception})`;
  return id;
}
