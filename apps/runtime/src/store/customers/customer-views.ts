import { type CustomerEntry, type CustomerRecord, folded, type Matching } from '@lockstep/schema/customers';
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

export interface CustomerRow extends Record<string, unknown> {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly systems: readonly string[];
  readonly undecided: number;
  readonly duplicates: number;
  readonly changedAt: string;
}

/** Kinds of keys that make a pair to look at. */
type Kinds = readonly string[];

const CHANGED = sql`to_char(c.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Records that share a key of one of the kinds, are not merged, and were not taken apart. */
const sharing = (kinds: Kinds): SQL => sql`
  select other.customer_id from customer_keys own
  join customer_keys other on other.kind = own.kind and other.key = own.key and other.customer_id <> own.customer_id
  join customers o on o.id = other.customer_id and o.merged_into is null
  where own.customer_id = c.id and own.kind in ${inList(kinds)}
    and not jsonb_exists((c.document -> 'apart')::jsonb, other.customer_id)`;

export interface CustomerFilter {
  readonly limit: number;
  readonly search?: string | undefined;
  readonly which?: 'undecided' | 'duplicates' | undefined;
  readonly before?: string | undefined;
  readonly kinds: Kinds;
}

/** One page, changed last first. */
export async function listCustomers(db: Db, filter: CustomerFilter): Promise<readonly CustomerRow[]> {
  const { limit, search, which, before, kinds } = filter;
  const words = folded(search ?? '')
    .split(' ')
    .filter((word) => word !== '');
  const query = words.map((word) => `${word}:*`).join(' & ');
  return db.execute<CustomerRow>(sql`
    select c.id, c.name, c.email, c.phone, c.systems, c.undecided, ${CHANGED} as "changedAt",
      (select count(distinct customer_id)::int from (${sharing(kinds)}) as pairs) as duplicates
    from customers c
    where c.merged_into is null
      ${words.length === 0 ? sql`` : sql`and to_tsvector('simple', c.words) @@ to_tsquery('simple', ${query})`}
      ${which === 'undecided' ? sql`and c.undecided > 0` : sql``}
      ${which === 'duplicates' ? sql`and exists (${sharing(kinds)})` : sql``}
      ${before === undefined ? sql`` : sql`and c.changed_at < ${before}::timestamptz`}
    order by c.changed_at desc limit ${limit}`);
}

/** Most customers that are counted one by one. */
const MAX_COUNTED = 10_000;

export interface CustomerCounts extends Record<string, unknown> {
  readonly customers: number;
  readonly undecided: number;
  readonly duplicates: number;
}

/** How many there are; pairs are counted up to a bound. */
export async function countCustomers(db: Db, kinds: Kinds): Promise<CustomerCounts> {
  const [row] = await db.execute<CustomerCounts>(sql`
    select (select count(*)::int from customers where merged_into is null) as customers,
      (select count(*)::int from customers where merged_into is null and undecided > 0) as undecided,
      (select count(*)::int from (
        select from customers c where c.merged_into is null and exists (${sharing(kinds)}) limit ${MAX_COUNTED}) as pairs) as duplicates`);
  return row ?? { customers: 0, undecided: 0, duplicates: 0 };
}

export async function readCustomer(
  db: Db,
  id: string,
): Promise<{ readonly document: CustomerRecord; readonly changedAt: string } | undefined> {
  const [row] = await db.execute<{ document: CustomerRecord; changedAt: string }>(
    sql`select c.document, ${CHANGED} as "changedAt" from customers c where c.id = ${id}`,
  );
  return row;
}

export interface DuplicateRow extends Record<string, unknown> {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly shares: readonly ('email' | 'phone' | 'nameAddress')[];
}

/** Records that share something, those that were taken apart among them. */
export async function listDuplicates(db: Db, id: string, kinds: Kinds): Promise<readonly DuplicateRow[]> {
  return db.execute<DuplicateRow>(sql`
    select c.id, c.name, c.email, c.phone, array_agg(distinct own.kind) as shares
    from customer_keys own
    join customer_keys other on other.kind = own.kind and other.key = own.key and other.customer_id <> own.customer_id
    join customers c on c.id = other.customer_id and c.merged_into is null
    where own.customer_id = ${id} and own.kind in ${inList(kinds)}
    group by c.id order by length(c.id), c.id limit 50`);
}

export interface CustomerEntryRow extends Record<string, unknown> {
  readonly id: string | number;
  readonly at: string;
  readonly runId: string | null;
  readonly flowId: string | null;
  readonly flowName: string | null;
  readonly node: string | null;
  readonly entry: CustomerEntry;
}

/** The newest lines of the log, newest first. */
export async function listCustomerEntries(db: Db, id: string, limit: number): Promise<readonly CustomerEntryRow[]> {
  return db.execute<CustomerEntryRow>(sql`
    select e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, e.run_id as "runId", e.flow_id as "flowId",
      f.name as "flowName", e.node, e.entry
    from customer_entries e left join flows f on f.id = e.flow_id
    where e.customer_id = ${id} order by e.id desc limit ${limit}`);
}

/** Systems that tell of customers. */
export async function listCustomerSystems(db: Db): Promise<readonly string[]> {
  const rows = await db.execute<{ system: string }>(sql`select distinct system from customer_sources order by 1`);
  return rows.map(({ system }) => system);
}

/** Kinds of keys that are looked at: a pair that would be merged by itself is one only after it was taken apart. */
export function lookedAt(matching: Readonly<Record<'email' | 'phone' | 'nameAddress', Matching>>): Kinds {
  return Object.entries(matching).flatMap(([kind, how]) => (how === 'off' ? [] : [kind]));
}

function inList(kinds: Kinds): SQL {
  return sql`(${sql.join(
    // An empty list is no list.
    ['', ...kinds].map((kind) => sql`${kind}`),
    sql`, `,
  )})`;
}
