import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { readValue } from './definition.ts';
import { runReadValue } from './run.ts';

const ctx = contextFor();
const read = (params: object) =>
  runReadValue(
    { params: readValue.params.parse({ collection: 'stock', key: 'mug', ...params }), input: { a: 1 } },
    ctx,
  );

it('sends the message on where nothing is kept, or gives what stands for it', async () => {
  expect(await read({})).toEqual({ port: 'missing', value: { a: 1 } });
  expect(await read({ initial: null })).toEqual({
    port: 'found',
    value: { key: 'mug', value: null, version: 0, updatedAt: null },
  });
});

it('gives what is kept, with its version', async () => {
  const write = {
    collection: 'stock',
    key: '7',
    value: { on: 3 },
    condition: { when: 'always' },
    effectKey: 'e',
  } as const;
  await ctx.values.keep(write);
  expect(await read({ key: 7, initial: 0 })).toMatchObject({
    port: 'found',
    value: { key: '7', value: { on: 3 }, version: 1 },
  });
});
