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
