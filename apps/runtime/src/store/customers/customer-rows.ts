import {
  type CustomerRecord,
  folded,
  type KeySets,
  type LoggedEntry,
  normaliseEmail,
  type Settled,
  type Telling,
} from '@lockstep/schema/customers';
import type { CustomerTelling } from '@lockstep/schema/node';
import type { TransactionSql } from 'postgres';
import { storable } from '../journal/text.ts';
import type { Sql } from '../open-store.ts';

export type Tx = TransactionSql<{ bigint: number }>;

/** Longest chain of merges that is followed. */
const MAX_MERGES = 50;

/** The record that a number leads to, through all merges. */
export async function readRoot(sql: Sql | Tx, id: string): Promise<CustomerRecord | undefined> {
  const [row] = await sql<{ document: CustomerRecord }[]>`
    with recursive chain as (
      select id, merged_into, 1 as nr from customers where id = ${id}
      union all
      select c.id, c.merged_into, nr + 1 from chain join customers c on c.id = chain.merged_into where nr < ${MAX_MERGES}
    )
    select document from customers where id = (select id from chain where merged_into is null limit 1)`;
  return row?.document;
}

export async function readRecord(sql: Sql | Tx, id: string): Promise<CustomerRecord | undefined> {
  const [row] = await sql<{ document: CustomerRecord }[]>`select document from customers where id = ${id}`;
  return row?.document;
}

export async function findByEmail(sql: Sql | Tx, email: string): Promise<CustomerRecord | undefined> {
  const [row] = await sql<{ document: CustomerRecord }[]>`
    select document from customers
    where id in (select customer_id from customer_keys where kind = 'email' and key = ${normaliseEmail(email)})
      and merged_into is null
    order by length(id), id limit 1`;
  return row?.document;
}

/** Numbers of the records that hold the source, or share a key. */
export async function findAround(sql: Sql | Tx, { system, id }: Telling, keys: KeySets): Promise<readonly string[]> {
  const pairs = keyRows(keys);
  const rows = await sql<{ id: string }[]>`
    select customer_id as id from customer_sources where system = ${system} and source_id = ${id}
    union
    select k.customer_id from json_to_recordset(${JSON.stringify(pairs)}::text::json) as t (kind text, key text)
    join customer_keys k on k.kind = t.kind and k.key = t.key`;
  return rows.map((row) => row.id);
}

export async function readRecords(tx: Tx, ids: readonly string[]): Promise<readonly CustomerRecord[]> {
  if (ids.length === 0) return [];
  const rows = await tx<{ document: CustomerRecord }[]>`
    select document from customers where id = any(${[...ids]}) and merged_into is null`;
  return rows.map(({ document }) => document);
}

/** Takes locks by name, in one order for everybody, so that none waits for one another. */
export async function lockNames(tx: Tx, names: readonly string[]): Promise<void> {
  await tx`
    select pg_advisory_xact_lock(place) from (
      select distinct hashtextextended('customer' || E'\n' || name, 0) as place
      from unnest(${[...names]}::text[]) as name order by place) as places`;
}

/** Writes a record with all that it is found by. */
export async function writeRecord(tx: Tx, { record, golden, decisions }: Settled): Promise<void> {
  const { id, mergedInto, sources } = record;
  const { firstName, lastName, company, email, phone } = golden;
  const name = [firstName, lastName].filter(Boolean).join(' ') || company || null;
  const words = storable(
    folded([id, name, company, email, phone, ...sources.flatMap(wordsOf)].filter(Boolean).join(' ')),
  );
  const undecided = decisions.filter(({ reason }) => reason === 'undecided').length;
  const systems = [...new Set(sources.map(({ system }) => system))];
  await tx`
    insert into customers (id, document, merged_into, name, email, phone, systems, undecided, words, changed_at)
    values (${id}, ${JSON.stringify(record)}::text::json, ${mergedInto ?? null}, ${text(name)}, ${text(email)}, ${text(phone)},
      ${systems}, ${undecided}, ${words}, clock_timestamp())
    on conflict (id) do update set document = excluded.document, merged_into = excluded.merged_into, name = excluded.name,
      email = excluded.email, phone = excluded.phone, systems = excluded.systems, undecided = excluded.undecided,
      words = excluded.words,
      changed_at = case when customers.document ->> 'version' = excluded.document ->> 'version' then customers.changed_at
        else excluded.changed_at end`;
  const own = sources.map((each) => ({ system: each.system, id: each.id }));
  await tx`
    insert into customer_sources (system, source_id, customer_id)
    select system, id, ${id} from json_to_recordset(${JSON.stringify(own)}::text::json) as s (system text, id text)
    on conflict (system, source_id) do update set customer_id = excluded.customer_id
    where customer_sources.customer_id <> excluded.customer_id`;
  const keys = JSON.stringify(sources.flatMap((each) => keyRows(each.keys)));
  await tx`
    delete from customer_keys where customer_id = ${id} and (kind, key) not in (
      select kind, key from json_to_recordset(${keys}::text::json) as k (kind text, key text))`;
  await tx`
    insert into customer_keys (kind, key, customer_id)
    select distinct kind, key, ${id} from json_to_recordset(${keys}::text::json) as k (kind text, key text)
    on conflict do nothing`;
}

export async function writeEntries(
  tx: Tx,
  entries: readonly LoggedEntry[],
  by: CustomerTelling['by'] | undefined,
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ customer, entry }, nr) => ({ nr, customer, entry: JSON.stringify(entry) }));
  await tx`
    insert into customer_entries (customer_id, run_id, flow_id, node, entry)
    select customer, ${by?.runId ?? null}::uuid, ${by?.flowId ?? null}, ${by?.node ?? null}, entry::json
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as told (nr int, customer text, entry text)
    order by nr`;
}

export function keyRows(keys: KeySets): readonly { readonly kind: string; readonly key: string }[] {
  return (Object.keys(keys) as (keyof KeySets)[]).flatMap((kind) => keys[kind].map((key) => ({ kind, key })));
}

/** The same with text that PostgreSQL can hold, however deep it stands. */
export function clean<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? storable(each) : each)),
  ) as T;
}

/** Who knew an old e-mail address or telephone number finds the customer by it. */
function wordsOf({ id, keys }: CustomerRecord['sources'][number]): readonly string[] {
  return [id, ...keys.email, ...keys.phone];
}

function text(value: string | null | undefined): string | null {
  return value ? storable(value) : null;
}
