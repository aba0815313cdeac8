import { expect, it } from 'vitest';
import { findContract } from '../contracts/index.ts';
import { textOfPath } from '../mapping/index.ts';
import type { Json } from '../run/json.ts';
import { foreignFields, foreignWrites } from './foreign-fields.ts';

const inventory = findContract('inventory');
if (!inventory) throw new Error('There is no contract "inventory".');
const lines = {
  type: 'object',
  'x-owner': 'ERP',
  properties: {
    lines: { type: 'array', items: { type: 'object', properties: { sku: {}, left: { 'x-owner': 'fulfilment' } } } },
    tags: { type: 'array', items: { type: 'string' } },
  },
} as const;
const writes = (speaksFor: readonly string[], output: Json, said: Json, schema: Json = inventory.schema) =>
  foreignWrites(foreignFields({ schema }, speaksFor), output, said).map(({ path }) => textOfPath(path));

it('finds the fields that somebody else decides, in lists too', () => {
  const fields = (speaksFor: readonly string[]) =>
    foreignFields({ schema: lines as unknown as Json }, speaksFor).map(
      ({ path, owner }) => `${textOfPath(path)} ${owner}`,
    );
  expect(fields(['ERP'])).toEqual(['lines[].left fulfilment']);
  expect(fields(['fulfilment'])).toEqual(['lines[].sku ERP', 'tags[] ERP']);
  expect(fields(['ERP', 'fulfilment'])).toEqual([]);
});

it.each([
  ['a value that nobody said', { available: 5 }, { available: 6 }, ['available']],
  ['a value under another name', { available: 5 }, { onHand: 5 }, ['available']],
  ['null where there was a number', { available: null }, { available: 6 }, ['available']],
  ['what was said', { available: 5 }, [{}, { deep: [{ available: 5 }] }], []],
  ['nothing', { sku: 'x' }, {}, []],
] as const)('judges %s', (_, output, said, fields) => {
  expect(writes(['ERP'], output, said as unknown as Json)).toEqual(fields);
});

it('judges each item of a list, in whatever order it is passed on', () => {
  const said = { stock: [{ left: 1 }, { left: 2 }] };
  const output = (...lefts: readonly number[]) => ({ lines: lefts.map((left) => ({ left })) });
  expect(writes(['ERP'], output(2, 1), said, lines as unknown as Json)).toEqual([]);
  expect(writes(['ERP'], output(2, 3), said, lines as unknown as Json)).toEqual(['lines[].left']);
  expect(writes(['fulfilment'], { tags: ['a'] }, { tags: ['b', 'a'] }, lines as unknown as Json)).toEqual([]);
});
