import type { Sql } from './open-store.ts';

/** By how much the time of a database was put ahead by tests; 0 for any that never was in test mode. */
export async function leftAheadMs(sql: Sql): Promise<number> {
  const [known] = await sql`select to_regprocedure('lockstep_test.ahead_ms()') as it`;
  if (!known?.it) return 0;
  const [row] = await sql<{ ms: number }[]>`select lockstep_test.ahead_ms() as ms`;
  return row?.ms ?? 0;
}

/**
 * Where the connections of a test server find `now()`: what stands before `pg_catalog` hides it. Nothing is made in the
 * schema of the clock, because `public` comes first.
 */
export const TEST_CLOCK_PATH = 'public, lockstep_test, pg_catalog';

/** Every process hears here by how many milliseconds the clock is ahead by now. */
export const TIME_CHANNEL = 'lockstep_time';

/** Any number, the same in all versions of Lockstep. */
const LOCK = 4_700_215_938;

/** The clock of a database in test mode: that of its machine, and what passed by the word of tests. */
export interface TestClockStore {
  /** Milliseconds that passed so; never less. */
  readAheadMs(): Promise<number>;
  /** Lets time pass for every statement of every process at once, without a lease lapsing by it. @returns `readAheadMs` then */
  pass(ms: number): Promise<number>;
}

/**
 * Makes the clock where it is not there yet, and lets columns that take the moment of a row take it from it. Functions with
 * the time that passed in their text are inlined, so that statements are planned as in production. A database that was once
 * in test mode keeps them: it is one for tests.
 */
export async function openTestClock(sql: Sql): Promise<TestClockStore> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK}::bigint)`;
    await tx`create schema if not exists lockstep_test`;
    const [made] =
      await tx`select 1 from pg_proc where proname = 'ahead_ms' and pronamespace = 'lockstep_test'::regnamespace`;
    if (!made) await tx.unsafe(clockAhead(0));
    await tx.unsafe(DEFAULTS);
  });
  return {
    readAheadMs: () => leftAheadMs(sql),
    pass: (ms) =>
      sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(${LOCK}::bigint)`;
        // Beats and writes wait for the new clock before they are planned: one by the old clock would end its lease.
        await tx`lock table workers in access exclusive mode`;
        const [row] = await tx<{ ms: number }[]>`select lockstep_test.ahead_ms() as ms`;
        const aheadMs = (row?.ms ?? 0) + ms;
        await tx`update workers set lease_until = lease_until + ${ms}::float8 * interval '1 millisecond'`;
        await tx.unsafe(clockAhead(aheadMs));
        await tx.notify(TIME_CHANNEL, String(aheadMs));
        return aheadMs;
      }),
  };
}

function clockAhead(ms: number): string {
  const ahead = `interval '${Math.round(ms)} milliseconds'`;
  return `
    create or replace function lockstep_test.ahead_ms() returns bigint language sql stable
      as $$ select ${Math.round(ms)}::bigint $$;
    create or replace function lockstep_test.now() returns timestamptz language sql stable
      as $$ select pg_catalog.now() + ${ahead} $$;
    create or replace function lockstep_test.clock_timestamp() returns timestamptz language sql volatile
      as $$ select pg_catalog.clock_timestamp() + ${ahead} $$`;
}

/** Defaults are bound to a function when they are made, so they are made again. */
const DEFAULTS = `
do $$
declare it record;
begin
  for it in
    select c.oid::regclass as of_table, a.attname as of_column,
      regexp_replace(pg_get_expr(d.adbin, d.adrelid), '(pg_catalog\\.)?\\m(now|clock_timestamp)\\(\\)', 'lockstep_test.\\2()', 'g') as made
    from pg_attrdef d join pg_class c on c.oid = d.adrelid
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and pg_get_expr(d.adbin, d.adrelid) ~ '\\m(now|clock_timestamp)\\(\\)'
      and pg_get_expr(d.adbin, d.adrelid) !~ 'lockstep_test'
  loop
    execute format('alter table %s alter column %I set default %s', it.of_table, it.of_column, it.made);
  end loop;
end $$`;
