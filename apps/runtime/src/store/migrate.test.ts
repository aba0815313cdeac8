import postgres from 'postgres';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Migration, migrate, readMigrations } from './migrate.ts';
import { createTestStore, type TestStore } from './testing.ts';

let store: TestStore;
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(() => store.drop());

function migration(id: string, sql: string): Migration {
  return { id, sql, checksum: `sum of ${sql}` };
}

it('applies what is missing once, also when several processes start together', async () => {
  const migrations = [...(await readMigrations()), migration('9001-more', 'create table more (id int)')];
  const other = await store.another();
  const applied = await Promise.all([migrate(store.sql, migrations), migrate(other.sql, migrations)]);
  expect(applied.flat()).toEqual(['9001-more']);
  expect(await migrate(store.sql, migrations)).toEqual([]);
});

it('leaves nothing of a migration that fails, and the lock free', async () => {
  const bad = migration('9001-bad', 'create table half (id int); select 1 / 0');
  const migrations = await readMigrations();
  await expect(migrate(store.sql, [...migrations, bad])).rejects.toThrow('division by zero');
  expect(await store.sql`select to_regclass('half') as half`).toEqual([{ half: null }]);
  expect(await migrate(store.sql, migrations)).toEqual([]);
});

it('refuses a database that is newer than this program', async () => {
  await migrate(store.sql, [...(await readMigrations()), migration('9001-more', 'select 1')]);
  await expect(migrate(store.sql)).rejects.toThrow(
    'The database has migration 9001-more, which this version does not know.',
  );
});

it('refuses a migration that was changed after it was applied', async () => {
  const [first, ...others] = await readMigrations();
  if (!first) throw new Error('There are no migrations.');
  await expect(migrate(store.sql, [{ ...first, checksum: 'other' }, ...others])).rejects.toThrow(
    `Migration ${first.id} was changed after it was applied.`,
  );
});

it('carries events that were told before there were topics, and what runs took of them', async () => {
  const name = `${new URL(store.databaseUrl).pathname.slice(1)}_old`;
  await store.sql.unsafe(`create database ${name}`);
  const sql = postgres(store.databaseUrl.replace(/[^/]+$/, name), { max: 2, onnotice: () => undefined });
  try {
    const migrations = await readMigrations();
    await migrate(
      sql,
      migrations.filter(({ id }) => id < '0017'),
    );
    await sql`insert into events (topic, key, event_id, payload, expires_at)
      select topic, 'k', id, '"x"'::json, now() + interval '1 day'
      from (values ('paid', 'a'), ('$callback', 'answer'), ('paid', 'b')) as told (topic, id)`;
    const run = '00000000-0000-7000-8000-000000000000';
    await sql`insert into run_waits (run_id, node, attempt, topic, key, port, since, event_seq)
      values (${run}, 'ask', 1, 'paid', 'k', 'out', '-infinity', 3)`;
    await migrate(sql, migrations);
    expect(await sql`select name, head::int, bytes_total::int as bytes from topics order by name`).toEqual([
      { name: '$callback', head: 1, bytes: 3 },
      { name: 'paid', head: 2, bytes: 6 },
    ]);
    expect(await sql`select seq::int, event_id as id from topic_events where topic = 'paid' order by seq`).toEqual([
      { seq: 1, id: 'a' },
      { seq: 2, id: 'b' },
    ]);
    expect(await sql`select event_seq::int from run_waits`).toEqual([{ event_seq: 2 }]);
  } finally {
    await sql.end({ timeout: 5 });
    await store.sql.unsafe(`drop database if exists ${name} with (force)`);
  }
});
