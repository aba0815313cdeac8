import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestStore, type TestStore } from '../testing.ts';
import * as tables from './index.ts';

const all = Object.values(tables).filter((table) => is(table, PgTable));

let store: TestStore;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.drop());

it.each(all.map((table) => [getTableName(table), table] as const))(
  'the migrations make table %s as it is declared',
  async (name, table) => {
    const made = await store.sql<{ name: string; type: string; required: boolean }[]>`
      select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required
      from pg_attribute where attrelid = ${name}::regclass and attnum > 0 and not attisdropped order by attname`;
    const declared = Object.values(getTableColumns(table)).map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      required: column.notNull || column.primary,
    }));
    expect([...made]).toEqual(declared.sort((a, b) => (a.name < b.name ? -1 : 1)));
  },
);

it.each(all.map((table) => [getTableName(table), table] as const))(
  'the indexes of %s are those declared',
  async (name, table) => {
    const made = await store.sql<{ name: string }[]>`
    select indexrelid::regclass::text as name from pg_index
    where indrelid = ${name}::regclass and not indisprimary order by 1`;
    const declared = getTableConfig(table).indexes.flatMap(({ config }) => config.name ?? []);
    expect(made.map((index) => index.name)).toEqual(declared.sort());
  },
);

it('published versions and their documents are never changed or removed', async () => {
  const { sql } = store;
  await sql`insert into flows (id, name) values ('f', 'F')`;
  await sql`insert into flow_snapshots (id, document) values ('s', '{}')`;
  await sql`insert into flow_versions (flow_id, version, snapshot_id, hash, published_by) values ('f', 1, 's', 'h', 'ann')`;
  await expect(sql`update flow_versions set note = 'x'`).rejects.toMatchObject({ code: '23001' });
  await expect(sql`delete from flow_versions`).rejects.toMatchObject({ code: '23001' });
  await expect(sql`update flow_snapshots set document = '[]'`).rejects.toMatchObject({ code: '23001' });
  await expect(sql`delete from flow_snapshots`).rejects.toMatchObject({ code: '23001' });
});
