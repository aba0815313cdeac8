import type { BulkRetry } from '@lockstep/schema/api';
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';

/** How far a batch of a bulk retry has come. */
export interface BatchCounts {
  readonly size: number;
  readonly resolved: number;
  readonly failed: number;
  readonly skipped: number;
  /** Sent and not ended. */
  readonly open: number;
  readonly unsent: number;
}

export interface ClaimedBulk {
  readonly id: string;
  readonly by: string;
  /** Also those whose effect may have happened and cannot be looked up. */
  readonly evenUndecided: boolean;
  readonly stage: number;
  readonly batchFrom: number;
  readonly total: number;
  /** Milliseconds since the batch began. */
  readonly batchMs: number;
}

type Text = string | number;
interface BulkRow extends Record<string, unknown> {
  readonly id: string;
  readonly status: BulkRetry['status'];
  readonly by: string;
  readonly stage: number;
  readonly reason: string | null;
  readonly started_at: string | Date;
  readonly ended_at: string | Date | null;
  readonly total: Text;
  readonly sent: Text;
  readonly resolved: Text;
  readonly failed: Text;
  readonly skipped: Text;
}

export async function countMatching(db: Db, where: SQL): Promise<number> {
  const [row] = await db.execute<{ n: Text }>(sql`select count(*) as n from exceptions where ${where}`);
  return Number(row?.n ?? 0);
}

/** Runs of the exceptions that match, the oldest first. */
export async function matchingRuns(db: Db, where: SQL, limit: number): Promise<readonly string[]> {
  const rows = await db.execute<{ run_id: string }>(sql`
    select run_id from exceptions where ${where} order by id limit ${limit}`);
  return rows.map(({ run_id }) => run_id);
}

/** Writes down which exceptions a bulk retry is about, oldest first. @returns how many */
export async function createBulk(
  db: Db,
  bulk: { readonly id: string; readonly by: string; readonly evenUndecided: boolean },
  where: SQL,
): Promise<number> {
  const [row] = await db.execute<{ n: Text }>(sql`
    with chosen as (
      insert into bulk_retry_items (bulk_id, pos, exception_id)
      select ${bulk.id}::uuid, row_number() over (order by id) - 1, id from exceptions where ${where}
      returning pos
    ),
    begun as (
      insert into bulk_retries (id, by, even_undecided)
      select ${bulk.id}::uuid, ${bulk.by}, ${bulk.evenUndecided} where exists (select from chosen)
    )
    select count(*) as n from chosen`);
  return Number(row?.n ?? 0);
}

/** Newest first. */
export async function readBulks(
  db: Db,
  filter: { readonly id: string } | { readonly limit: number },
): Promise<readonly BulkRetry[]> {
  const rows = await db.execute<BulkRow>(sql`
    with shown as (
      select * from bulk_retries
      ${'id' in filter ? sql`where id = ${filter.id}::uuid` : sql`order by id desc limit ${filter.limit}`}
    )
    select shown.id, status, by, stage, reason, started_at, ended_at, count(item.pos) as total, count(sent_at) as sent,
      count(*) filter (where outcome = 'resolved') as resolved, count(*) filter (where outcome = 'failed') as failed,
      count(*) filter (where outcome = 'skipped') as skipped
    from shown left join bulk_retry_items as item on item.bulk_id = shown.id
    group by 1, 2, 3, 4, 5, 6, 7 order by shown.id desc`);
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    by: row.by,
    total: Number(row.total),
    sent: Number(row.sent),
    resolved: Number(row.resolved),
    failed: Number(row.failed),
    skipped: Number(row.skipped),
    stage: row.stage,
    startedAt: new Date(row.started_at).toISOString(),
    ...(row.ended_at !== null && { endedAt: new Date(row.ended_at).toISOString() }),
    ...(row.reason !== null && { reason: row.reason }),
  }));
}

/** Takes the running bulk retries that nobody works off, and keeps those of this worker, for `leaseMs`. */
export async function claimBulks(
  db: Db,
  { worker, leaseMs }: { readonly worker: string; readonly leaseMs: number },
): Promise<readonly ClaimedBulk[]> {
  const rows = await db.execute<{
    id: string;
    by: string;
    even_undecided: boolean;
    stage: number;
    batch_from: number;
    total: Text;
    batch_ms: Text;
  }>(sql`
    update bulk_retries set worker = ${worker}, lease_until = now() + ${leaseMs} * interval '1 millisecond',
      batch_at = coalesce(batch_at, now())
    where status = 'running' and (worker = ${worker} or lease_until is null or lease_until < now())
    returning id, by, even_undecided, stage, batch_from, extract(epoch from now() - batch_at) * 1000 as batch_ms,
      (select count(*) from bulk_retry_items where bulk_id = bulk_retries.id) as total`);
  return rows.map((row) => ({
    id: row.id,
    by: row.by,
    evenUndecided: row.even_undecided,
    stage: row.stage,
    batchFrom: row.batch_from,
    total: Number(row.total),
    batchMs: Number(row.batch_ms),
  }));
}

/**
 * Writes down what became of the exceptions sent, and counts the batch. An exception is sent when it was marked so and left
 * the state `open` since: one that is still open with its old reason was marked by a process that died before it sent.
 */
export async function settleBatch(db: Db, { id, batchFrom, stage }: ClaimedBulk): Promise<BatchCounts> {
  await db.execute(sql`
    update bulk_retry_items as item set outcome =
      case exceptions.status when 'resolved' then 'resolved' when 'discarded' then 'skipped' else 'failed' end
    from exceptions
    where item.bulk_id = ${id}::uuid and item.outcome is null and item.sent_at is not null
      and exceptions.id = item.exception_id and (exceptions.status in ('resolved', 'discarded')
        or (exceptions.status = 'open' and exceptions.raised_at > item.sent_at))`);
  const [row] = await db.execute<Record<keyof BatchCounts, Text>>(sql`
    select count(*) as size, count(*) filter (where outcome = 'resolved') as resolved,
      count(*) filter (where outcome = 'failed') as failed, count(*) filter (where outcome = 'skipped') as skipped,
      count(*) filter (where sent_at is not null and outcome is null) as open,
      count(*) filter (where sent_at is null) as unsent
    from bulk_retry_items
    where bulk_id = ${id}::uuid and pos >= ${batchFrom} and pos < ${batchFrom + stage}`);
  return {
    size: Number(row?.size ?? 0),
    resolved: Number(row?.resolved ?? 0),
    failed: Number(row?.failed ?? 0),
    skipped: Number(row?.skipped ?? 0),
    open: Number(row?.open ?? 0),
    unsent: Number(row?.unsent ?? 0),
  };
}

/** Marks what is to be sent of the batch: what was never sent, and what a process that died had marked only; with the run. */
export async function takeUnsent(
  db: Db,
  { id, batchFrom, stage }: ClaimedBulk,
): Promise<readonly { readonly pos: number; readonly exceptionId: string; readonly runId: string }[]> {
  const rows = await db.execute<{ pos: number; exception_id: string; run_id: string }>(sql`
    update bulk_retry_items as item set sent_at = clock_timestamp()
    from exceptions
    where item.bulk_id = ${id}::uuid and item.pos >= ${batchFrom} and item.pos < ${batchFrom + stage}
      and item.outcome is null and exceptions.id = item.exception_id
      and (item.sent_at is null or (exceptions.status = 'open' and exceptions.raised_at <= item.sent_at))
    returning item.pos, item.exception_id, exceptions.run_id`);
  return rows.map(({ pos, exception_id, run_id }) => ({ pos, exceptionId: exception_id, runId: run_id }));
}

/** An exception that could not be tried again: settled meanwhile, or with nothing to try. */
export async function skipItem(db: Db, id: string, pos: number): Promise<void> {
  await db.execute(sql`
    update bulk_retry_items set outcome = 'skipped' where bulk_id = ${id}::uuid and pos = ${pos} and outcome is null`);
}

export async function beginBatch(
  db: Db,
  { id, batchFrom, stage }: { readonly id: string; readonly batchFrom: number; readonly stage: number },
): Promise<void> {
  await db.execute(sql`
    update bulk_retries set batch_from = ${batchFrom}, stage = ${stage}, batch_at = now()
    where id = ${id}::uuid and status = 'running'`);
}

/** Ends a bulk retry that runs. False when it does not. */
export async function endBulk(
  db: Db,
  { id, status, reason }: { readonly id: string; readonly status: 'done' | 'stopped'; readonly reason?: string },
): Promise<boolean> {
  const rows = await db.execute(sql`
    update bulk_retries set status = ${status}, reason = ${reason ?? null}, ended_at = now()
    where id = ${id}::uuid and status = 'running' returning id`);
  return rows.length > 0;
}
