import type { ExceptionComment, ExceptionReplay, ExceptionView } from '@lockstep/schema/api';
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';

interface ClusterRow {
  readonly flowId: string;
  readonly flowName: string;
  readonly node: string;
  readonly category: ExceptionView['category'];
  readonly code: string;
  readonly cause: string;
  readonly count: number;
  readonly owned: number;
  readonly oldestAt: Date;
  readonly newestAt: Date;
  /** What the newest of them travels: where the name of the step is found. */
  readonly snapshotId: string;
}

interface OpenMatch {
  readonly flow?: string | undefined;
  readonly category?: ExceptionView['category'] | undefined;
  readonly node?: string | undefined;
  readonly code?: string | undefined;
  readonly cause?: string | undefined;
}

/** At most this many causes are told apart on one screen. */
const CLUSTERS = 200;

/** Open exceptions by flow, step, code and cause, largest first. */
export async function listClusters(db: Db, match: OpenMatch): Promise<readonly ClusterRow[]> {
  const rows = await db.execute<{
    flow_id: string;
    flow_name: string;
    node: string;
    category: ExceptionView['category'];
    code: string;
    cause: string;
    n: string | number;
    owned: string | number;
    oldest: string | Date;
    newest: string | Date;
    snapshot_id: string;
  }>(sql`
    with clusters as (
      select flow_id, node, category, code, cause, count(*) as n, count(owner) as owned, min(raised_at) as oldest,
        max(raised_at) as newest, (array_agg(run_id order by raised_at desc))[1] as run_id
      from exceptions where ${isOpen(match)}
      group by 1, 2, 3, 4, 5 order by n desc, oldest limit ${CLUSTERS}
    )
    select clusters.*, coalesce(flows.name, clusters.flow_id) as flow_name, runs.snapshot_id
    from clusters join runs on runs.id = clusters.run_id left join flows on flows.id = clusters.flow_id
    order by n desc, oldest`);
  return rows.map((row) => ({
    flowId: row.flow_id,
    flowName: row.flow_name,
    node: row.node,
    category: row.category,
    code: row.code,
    cause: row.cause,
    count: Number(row.n),
    owned: Number(row.owned),
    oldestAt: new Date(row.oldest),
    newestAt: new Date(row.newest),
    snapshotId: row.snapshot_id,
  }));
}

/** The condition on `exceptions` that a match means. */
export function isOpen({ flow, category, node, code, cause }: OpenMatch): SQL {
  const parts = [
    sql`exceptions.status = 'open'`,
    ...(flow === undefined ? [] : [sql`exceptions.flow_id = ${flow}`]),
    ...(category === undefined ? [] : [sql`exceptions.category = ${category}`]),
    ...(node === undefined ? [] : [sql`exceptions.node = ${node}`]),
    ...(code === undefined ? [] : [sql`exceptions.code = ${code}`]),
    ...(cause === undefined ? [] : [sql`exceptions.cause = ${cause}`]),
  ];
  return sql.join(parts, sql` and `);
}

/** Says who looks after an exception that is not settled. False when there is none. */
export async function assign(db: Db, id: string, owner: string | null): Promise<boolean> {
  const rows = await db.execute(sql`
    update exceptions set owner = ${owner} where id = ${id}::uuid and status in ('open', 'retrying') returning id`);
  return rows.length > 0;
}

export async function addComment(
  db: Db,
  { id, exceptionId, by, text }: { readonly exceptionId: string } & Omit<ExceptionComment, 'at'>,
): Promise<ExceptionComment> {
  const [row] = await db.execute<{ at: string | Date }>(sql`
    insert into exception_comments (id, exception_id, by, text) values (${id}::uuid, ${exceptionId}::uuid, ${by}, ${text})
    returning at`);
  return { id, by, text, at: new Date(row?.at ?? 0).toISOString() };
}

/** Oldest first. */
export async function listComments(db: Db, exceptionId: string): Promise<ExceptionComment[]> {
  const rows = await db.execute<{ id: string; by: string; text: string; at: string | Date }>(sql`
    select id, by, text, at from exception_comments where exception_id = ${exceptionId}::uuid order by id`);
  return rows.map(({ id, by, text, at }) => ({ id, by, text, at: new Date(at).toISOString() }));
}

/** Oldest first. */
export async function listReplays(db: Db, exceptionId: string): Promise<ExceptionReplay[]> {
  type Lists = Pick<ExceptionReplay, 'changes' | 'repeated'>;
  const rows = await db.execute<{
    run_id: string;
    from_run_id: string | null;
    by: string;
    at: string | Date;
    reason: string;
    changes: Lists['changes'] | string;
    repeated: Lists['repeated'] | string;
  }>(sql`
    select run_id, from_run_id, by, at, reason, changes, repeated from exception_replays
    where exception_id = ${exceptionId}::uuid order by at`);
  return rows.map(({ run_id, from_run_id, by, at, reason, changes, repeated }) => ({
    runId: run_id,
    ...(from_run_id !== null && { fromRunId: from_run_id }),
    by,
    at: new Date(at).toISOString(),
    reason,
    changes: parsed(changes),
    repeated: parsed(repeated),
  }));
}

const parsed = <T extends object>(value: T | string): T =>
  typeof value === 'string' ? (JSON.parse(value) as T) : value;
