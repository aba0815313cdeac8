import type { Failure, Json } from '@lockstep/schema/run';
import type { Sql } from '../open-store.ts';
import { passing } from './errors.ts';
import { INLINE_LIMIT_BYTES } from './limits.ts';
import type { Gathered, Gathering } from './types.ts';

interface FailureRow {
  readonly idx: number;
  readonly failed_node: string | null;
  readonly failure: Failure | null;
  readonly input: Json | null;
}

/**
 * `{...head, failures, results}` of a scope, put together by the database: a large value is written as a payload without
 * passing through this process.
 */
export async function gather(sql: Sql, gathering: Gathering): Promise<Gathered> {
  const { runId, node, parent, order, results, failures, maxBytes, head, newId } = gathering;
  const mine = sql`run_id = ${runId} and node = ${node} and parent = ${parent}`;
  const failed = await passing(sql<FailureRow[]>`
    select idx, failed_node, failure, input from run_items where ${mine} and status <> 'done' order by idx limit ${failures}`);
  const listed = failed.map(({ idx, failed_node, failure, input }) =>
    failedItem({
      index: idx,
      step: failed_node ?? undefined,
      failure: failure ?? undefined,
      input: input ?? undefined,
    }),
  );
  const before = `${head},"failures":${JSON.stringify(listed)}`;
  if (!results) return { text: `${before}}` };

  const output = sql`coalesce(output, (select body from payloads where id = output_ref))`;
  const [size] = await passing(sql<{ bytes: number }[]>`
    select coalesce(sum(coalesce(octet_length(output), (select bytes from payloads where id = output_ref))), 0)::float8 as bytes
    from run_items where ${mine} and status = 'done'`);
  const bytes = size?.bytes ?? 0;
  if (bytes > maxBytes) return { tooLarge: bytes };
  const sorted = order === 'items' ? sql`idx` : sql`seq`;
  const text = sql`${`${before},"results":[`}::text || coalesce(string_agg(${output}, ',' order by ${sorted}), '') || ']}'`;
  if (bytes <= INLINE_LIMIT_BYTES / 2) {
    const [row] = await passing(sql<{ text: string }[]>`
      select ${text} as text from run_items where ${mine} and status = 'done'`);
    return { text: row?.text ?? `${before},"results":[]}` };
  }
  const [stored] = await passing(sql<{ bytes: number }[]>`
    with stored as (
      insert into payloads as known (id, run_id, bytes, body)
      select ${newId}, ${runId}, octet_length(body), body
      from (select ${text} as body from run_items where ${mine} and status = 'done') as whole
      on conflict (id) do update set body = excluded.body
      returning known.bytes, known.xmax = 0 as is_new
    ),
    weighed as (
      update runs set bytes = runs.bytes + stored.bytes from stored where runs.id = ${runId} and stored.is_new
      returning runs.flow_id, stored.bytes
    ),
    counted as (insert into storage_added (flow_id, bytes) select flow_id, bytes from weighed)
    select bytes from stored`);
  return { ref: newId, bytes: stored?.bytes ?? 0 };
}

/** An item that failed, as what a scope gives lists it. */
export function failedItem({
  index,
  step,
  failure,
  input,
}: {
  readonly index: number;
  readonly step: string | undefined;
  readonly failure: Failure | undefined;
  readonly input: Json | undefined;
}): Json {
  const { kind = 'unknown', code = 'dropped', message = 'The scope ended before this item.' } = failure ?? {};
  return {
    index,
    ...(step !== undefined && { step }),
    error: { kind, code, message },
    ...(input !== undefined && { item: input }),
  };
}
