import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listRuns, type RunFilter } from './runs-view.ts';
import { createTestStore, type TestStore } from './testing.ts';

const RUNS = 20_000;
let store: TestStore;
let some: string;

beforeAll(async () => {
  store = await createTestStore();
  await store.sql`
    insert into runs (id, flow_id, version, snapshot_id, status, key_run_id, trigger_node, trigger, business_key, accepted_at,
      ended_at, last_seq)
    select id, 'stored-' || n % 10, 1, 'stored', 'done', id, 'in', '{"kind":"manual","receivedAt":1}', 'order-' || lpad(n::text, 5, '0'), now(),
      now(), 1
    from (
      select n, (lpad(to_hex(1750000000000 + n), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid as id
      from generate_series(1, ${RUNS}::integer) as n
    ) as named`;
  await store.sql`analyze runs`;
  const [row] = await store.sql<{ id: string }[]>`select id from runs where business_key = 'order-01234'`;
  some = row?.id ?? '';
});
afterAll(() => store?.drop());

/** What a search finds, and how often all runs were walked for it. */
function search(filter: Omit<RunFilter, 'limit'>) {
  return store.db.transaction(async (tx) => {
    const found = await listRuns(tx as unknown as typeof store.db, { ...filter, limit: 20 });
    const [scans] = await tx.execute<{ seq_scan: string | number }>(
      sql`select seq_scan from pg_stat_xact_user_tables where relname = 'runs'`,
    );
    return { keys: found.map(({ businessKey }) => businessKey), walks: Number(scans?.seq_scan) };
  });
}

it.each([
  ['a run id', () => ({ search: some }), ['order-01234']],
  ['a business key', () => ({ search: 'order-01234' }), ['order-01234']],
  ['a business key in one flow', () => ({ search: 'order-01234', flow: 'stored-4' }), ['order-01234']],
  ['a key that nothing has', () => ({ search: 'parcel-1' }), []],
])('finds %s through an index', async (_, filter, keys) => {
  expect(await search(filter())).toEqual({ keys, walks: 0 });
});

it('finds the newest runs of a key that many begin with through an index', async () => {
  const { keys, walks } = await search({ search: 'order-01' });
  expect([keys.length, keys[0], walks]).toEqual([20, 'order-01999', 0]);
});
