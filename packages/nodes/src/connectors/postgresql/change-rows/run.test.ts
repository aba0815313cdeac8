import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { databaseWorld } from '../../../testing/database.ts';
import { changeRows } from './definition.ts';
import { runChangeRows } from './run.ts';

const step = (world: ReturnType<typeof databaseWorld>, values: unknown) => {
  const sql = 'update stock set quantity = :quantity where sku = :sku';
  return runChangeRows({ params: changeRows.params.parse({ connection: 'db', sql, values }), input: null }, world.ctx);
};

it('changes for each set of values, together, under the key of the step', async () => {
  const world = databaseWorld();
  const value = [
    { sku: 'A', quantity: 1 },
    { sku: 'B', quantity: 2 },
  ];
  expect(await step(world, value)).toMatchObject({ port: 'done', value: { changed: 2, repeated: false } });
  const text = 'update stock set quantity = $1 where sku = $2';
  expect(world.changes).toEqual([
    {
      key: 'run-1:step-1:0',
      statements: [
        { text, values: [1, 'A'] },
        { text, values: [2, 'B'] },
      ],
    },
  ]);
  expect(await step(world, value)).toMatchObject({ value: { repeated: true } });
});

it('does nothing for an empty list, and names the item that does not fit', async () => {
  const world = databaseWorld();
  expect(await step(world, [])).toMatchObject({ value: { changed: 0 } });
  expect(await failureOf(step(world, [{ sku: 'A', quantity: 1 }, { sku: 'B' }]))).toMatchObject({
    message: 'The SQL asks for :quantity, and the values of item 2 do not have it.',
  });
  expect(await failureOf(step(world, Array(1001).fill({})))).toMatchObject({ kind: 'item' });
  expect(world.changes).toEqual([]);
});
