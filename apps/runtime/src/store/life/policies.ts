import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

/** Days after the end of a run, 0 for ever; bytes, 0 without limit. Left out: what the workspace says. */
export interface StoredPolicy {
  readonly doneDays?: number | undefined;
  readonly failedDays?: number | undefined;
  readonly quotaBytes?: number | undefined;
}

/** The same with everything said. */
export type PolicyInForce = { readonly [Key in keyof StoredPolicy]-?: number };

/** In place of a flow's id: what holds where a flow says nothing. No flow has such an id. */
export const WORKSPACE = '*';

/** What is said about a flow, or the workspace. */
export async function readPolicy(db: Db, flowId: string): Promise<StoredPolicy> {
  const [row] = await db.execute<{ done: number | null; failed: number | null; quota: string | number | null }>(sql`
    select done_days as done, failed_days as failed, quota_bytes as quota from flow_policies where flow_id = ${flowId}`);
  return {
    ...(row && row.done !== null && { doneDays: row.done }),
    ...(row && row.failed !== null && { failedDays: row.failed }),
    ...(row && row.quota !== null && { quotaBytes: Number(row.quota) }),
  };
}

/** Says it anew: what is left out falls back to the workspace. Told to all processes, so that doors open and close at once. */
export async function putPolicy(
  db: Db,
  flowId: string,
  { doneDays, failedDays, quotaBytes }: StoredPolicy,
  by: string,
): Promise<void> {
  await db.execute(sql`
    insert into flow_policies (flow_id, done_days, failed_days, quota_bytes, changed_by)
    values (${flowId}, ${doneDays ?? null}, ${failedDays ?? null}, ${quotaBytes ?? null}, ${by})
    on conflict (flow_id) do update set done_days = excluded.done_days, failed_days = excluded.failed_days,
      quota_bytes = excluded.quota_bytes, changed_by = excluded.changed_by, changed_at = now()`);
  await db.execute(sql`select pg_notify(${POLICY_CHANNEL}, ${flowId})`);
}

/** Heard when a policy changed. */
export const POLICY_CHANNEL = 'lockstep_policy';

/** What all flows, or one, may store and store now. Bytes and runs are as of the newest look of the ledger's audit. */
export interface FlowStorageRow {
  readonly flowId: string;
  readonly flowName: string;
  readonly own: StoredPolicy;
  readonly inForce: PolicyInForce;
  readonly bytes: number;
  /** Runs stored, and runs that retention removed so far; test runs count among the first only. */
  readonly runs: number;
  readonly removed: number;
}

/** Deleted flows are told of as long as they store something. */
export async function listFlowStorage(db: Db, flowId?: string): Promise<readonly FlowStorageRow[]> {
  const only = flowId === undefined ? sql`` : sql`and flows.id = ${flowId}`;
  const rows = await db.execute<{ [column: string]: string | number | null }>(sql`
    select flows.id, flows.name, own.done_days, own.failed_days, own.quota_bytes, force.done_days as done_force,
      force.failed_days as failed_force, force.quota_bytes as quota_force, coalesce(stored.bytes, 0) as bytes,
      (select coalesce(sum(found), 0) from ledger_minutes m where m.flow_id = flows.id) as runs,
      (select coalesce(sum(done + filtered + exceptions + cancelled), 0) from ledger_removed r where r.flow_id = flows.id) as removed
    from flows
    join flow_policies_in_force force on force.flow_id = flows.id
    left join flow_policies own on own.flow_id = flows.id
    left join flow_storage stored on stored.flow_id = flows.id
    where (flows.deleted_at is null or stored.bytes > 0) ${only}
    order by coalesce(stored.bytes, 0) desc, flows.id`);
  return rows.map((row) => ({
    flowId: String(row.id),
    flowName: String(row.name),
    own: {
      ...(row.done_days !== null && { doneDays: Number(row.done_days) }),
      ...(row.failed_days !== null && { failedDays: Number(row.failed_days) }),
      ...(row.quota_bytes !== null && { quotaBytes: Number(row.quota_bytes) }),
    },
    inForce: {
      doneDays: Number(row.done_force),
      failedDays: Number(row.failed_force),
      quotaBytes: Number(row.quota_force),
    },
    bytes: Number(row.bytes),
    runs: Number(row.runs),
    removed: Number(row.removed),
  }));
}

/** What each flow stores, with its limit. */
export async function storedByFlow(
  db: Db,
): Promise<readonly { readonly flowId: string; readonly bytes: number; readonly quotaBytes: number }[]> {
  const rows = await db.execute<{ flow_id: string; bytes: string | number; quota_bytes: string | number }>(sql`
    select force.flow_id, coalesce(stored.bytes, 0) as bytes, force.quota_bytes
    from flow_policies_in_force force left join flow_storage stored on stored.flow_id = force.flow_id
    where stored.bytes > 0 or force.quota_bytes > 0`);
  return rows.map((row) => ({
    flowId: row.flow_id,
    bytes: Number(row.bytes),
    quotaBytes: Number(row.quota_bytes),
  }));
}
