import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestStore, type TestStore } from './testing.ts';

let store: TestStore;
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(() => store.drop());

/** Ends the server side of every connection of this store but the one that asks. */
async function loseConnections(): Promise<void> {
  const other = await store.another();
  await other.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'lockstep-%'
      and backend_start < (select min(backend_start) from pg_stat_activity where pid = pg_backend_pid())`;
}

it('a transaction whose connection is lost fails, whatever it says next, and nothing else does', async () => {
  const lost = store.sql.begin(async (tx) => {
    await tx`select 1`;
    await loseConnections();
    await tx`select 2`.catch(() => undefined);
    await sleep(20);
    await tx`select 3`;
  });
  await expect(lost).rejects.toThrow();
  // Every connection of the pool works again: none waits behind what a dead one had to say.
  const ask = () => Promise.all(Array.from({ length: 20 }, () => store.sql<{ n: number }[]>`select 4 as n`));
  const answers = await vi.waitFor(ask, { timeout: 8_000 });
  expect(answers.map(([row]) => row?.n)).toEqual(Array(20).fill(4));
});

it.each([
  ['ends like others', async (lose: () => Promise<void>) => lose().then(() => store.sql.end())],
  ['ends when it was told to before', async (lose: () => Promise<void>) => Promise.all([store.sql.end(), lose()])],
])('a pool whose connections are lost in the middle of statements %s', async (_, end) => {
  const other = await store.another();
  const failed = (statement: Promise<unknown>) => statement.then(() => 'nothing failed', String);
  const slow = failed(store.sql`select pg_sleep(30)`);
  const transaction = failed(store.sql.begin((tx) => tx`select pg_sleep(30)`));
  await vi.waitFor(async () => {
    const [row] = await other.sql`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and query like 'select pg_sleep%'`;
    expect(row?.n).toBe(2);
  });
  await end(loseConnections); // without a limit: it waits for nothing that will never come
  expect(await Promise.all([slow, transaction])).toEqual(
    Array(2).fill(expect.stringMatching('CONNECTION_CLOSED|57P01|terminating')),
  );
});
