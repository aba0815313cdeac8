import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';

/** An event that waits to be gathered with others of its bucket. */
export interface BufferedEvent {
  readonly offset: number;
  readonly bucket: string;
  /** Of its payload. */
  readonly bytes: number;
  /** ISO, to the millisecond. */
  readonly receivedAt: string;
}

/** What waits in some buckets, oldest first. */
export function readBuffered(sql: Sql, id: string, buckets: readonly string[]): Promise<readonly BufferedEvent[]> {
  return passing(sql<BufferedEvent[]>`
    select seq as offset, bucket, bytes, to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "receivedAt"
    from topic_buffers where reader_id = ${id} and bucket in (select json_array_elements_text(${JSON.stringify(buckets)}::text::json)) order by seq`);
}

/** Buckets whose first event came at least `ageMs` ago, oldest first. */
export async function dueBuckets(
  sql: Sql,
  { id, ageMs, limit }: { readonly id: string; readonly ageMs: number; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await passing(sql<{ bucket: string }[]>`
    select bucket, min(seq) as first from (
      select bucket, seq, received_at from topic_buffers where reader_id = ${id} order by seq limit ${limit}) as oldest
    where received_at <= clock_timestamp() - ${ageMs} * interval '1 millisecond'
    group by bucket order by first`);
  return rows.map(({ bucket }) => bucket);
}

type Tx = Pick<Sql, 'unsafe'>;

/** @throws Error when one of them is gone: then somebody else gathered it */
export async function drainBuffer(tx: Tx, id: string, offsets: readonly number[]): Promise<void> {
  const gone = await tx.unsafe(
    `delete from topic_buffers using json_array_elements_text($2::text::json) as drained (seq)
    where reader_id = $1 and topic_buffers.seq = drained.seq::bigint returning 1`,
    [id, JSON.stringify(offsets)],
    { prepare: true },
  );
  if (gone.length !== offsets.length)
    throw new Error(`Of ${offsets.length} gathered events ${gone.length} were there.`);
}

export async function fillBuffer(tx: Tx, id: string, events: readonly BufferedEvent[]): Promise<void> {
  await tx.unsafe(
    `insert into topic_buffers (reader_id, seq, bucket, bytes, received_at)
    select $1, "offset", bucket, bytes, "receivedAt" from json_to_recordset($2::text::json) as i (
      "offset" bigint, bucket text, bytes integer, "receivedAt" timestamptz)`,
    [id, JSON.stringify(events)],
    { prepare: true },
  );
}
