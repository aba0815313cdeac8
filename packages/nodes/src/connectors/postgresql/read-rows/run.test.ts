import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { databaseWorld } from '../../../testing/database.ts';
import { readRows } from './definition.ts';
import { runReadRows } from './run.ts';

const step = (world: ReturnType<typeof databaseWorld>, form: object) =>
  runReadRows({ params: readRows.params.parse({ connection: 'db', ...form }), input: null }, world.ctx);

it('asks with values by number, and leaves by "none" without rows', async () => {
  const world = databaseWorld({ rows: [{ sku: 'MUG' }], complete: false });
  const form = {
    sql: 'select sku from stock where sku = :sku or :all',
    values: { sku: 'MUG', all: false },
    maxRows: 1,
  };
  expect(await step(world, form)).toEqual({ port: 'out', value: { rows: [{ sku: 'MUG' }], complete: false } });
  expect(world.reads).toEqual([
    { text: 'select sku from stock where sku = $1 or $2', values: ['MUG', false], maxRows: 1 },
  ]);
  expect((await step(databaseWorld(), { sql: 'select 1' })).port).toBe('none');
});

it('says which value lacks before it asks', async () => {
  const world = databaseWorld();
  expect(await failureOf(step(world, { sql: 'select :sku', values: { SKU: 1 } }))).toMatchObject({
    kind: 'item',
    message: 'The SQL asks for :sku, and the values do not have it.',
  });
  expect(await failureOf(step(world, { sql: 'select 1', values: 'x' }))).toMatchObject({ code: 'values-invalid' });
  expect(world.reads).toEqual([]);
});
