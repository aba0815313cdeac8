import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { databaseWorld } from '../../../testing/database.ts';
import { upsertRows } from './definition.ts';
import { runUpsertRows } from './run.ts';

const step = (world: ReturnType<typeof databaseWorld>, rows: unknown, form: object = {}) => {
  const params = upsertRows.params.parse({
    connection: 'db',
    table: 'public.stock',
    keys: 'sku, location',
    rows,
    ...form,
  });
  return runUpsertRows({ params, input: null }, world.ctx);
};

it('writes rows by their key, the later one of two that are the same', async () => {
  const world = databaseWorld();
  const rows = [1, 2, 3].map((quantity) => ({ sku: quantity === 3 ? 'B' : 'A', location: 'DUB', quantity }));
  expect((await step(world, rows)).port).toBe('done');
  expect(world.changes).toEqual([
    {
      statements: [
        {
          text:
            'insert into "public"."stock" ("sku", "location", "quantity") values ($1, $2, $3), ($4, $5, $6) ' +
            'on conflict ("sku", "location") do update set "quantity" = excluded."quantity"',
          values: ['A', 'DUB', 2, 'B', 'DUB', 3],
        },
      ],
    },
  ]);
});

it('has nothing to overwrite where all columns are keys, and nothing to do for an empty list', async () => {
  const world = databaseWorld();
  await step(world, { sku: 'A', location: 'DUB' });
  expect(world.changes[0]?.statements[0]?.text).toMatch(/do nothing$/);
  expect(await step(databaseWorld(), [])).toEqual({ port: 'done', value: { changed: 0 } });
});

it('quotes what comes as a column, and names rows that do not fit', async () => {
  const world = databaseWorld();
  await step(world, { sku: 'A', location: 'DUB', 'q"; drop table stock': 1 });
  expect(world.changes[0]?.statements[0]?.text).toContain('"q""; drop table stock"');
  const row = { sku: 'A', location: 'DUB' };
  expect(await failureOf(step(world, [row, { ...row, more: 1 }]))).toMatchObject({
    kind: 'item',
    message: 'Row 2 and the first one differ in the column "more".',
  });
  expect(await failureOf(step(world, { ...row, location: null }))).toMatchObject({
    message: 'Row 1 has no value for the key column "location".',
  });
  expect(await failureOf(step(world, 'x'))).toMatchObject({ message: 'Row 1 must be an object: values by column.' });
});
