import { expect, it } from 'vitest';
import { compareSurroundings, type SeenTable, tellSurrounding } from './index.ts';

const table = (rows: readonly (readonly [string, string])[]): SeenTable => ({
  name: 'carriers',
  columns: [
    { name: 'shop', unique: true },
    { name: 'erp', unique: false },
  ],
  tests: [],
  rows: rows.map(([shop, erp]) => ({ cells: { shop, erp } })),
});
const contract = (version: string, required: readonly string[]) => ({
  name: 'parcel',
  version,
  schema: { type: 'object', properties: { id: { type: 'string' }, kg: { type: 'number' } }, required: [...required] },
});

it('tells tables row by row by key, and contracts by what a change means to those who send and read', () => {
  const before = {
    contracts: [contract('1.0.0', ['id'])],
    tables: [
      table([
        ['A', '1'],
        ['B', '2'],
      ]),
    ],
  };
  const after = {
    contracts: [contract('2.0.0', ['id', 'kg'])],
    tables: [
      table([
        ['A', '9'],
        ['C', '3'],
      ]),
    ],
  };
  expect(compareSurroundings(before, before)).toEqual([]);
  expect(compareSurroundings(before, after).map(tellSurrounding)).toEqual([
    {
      sign: '~',
      text: 'contract parcel 1.0.0 -> 2.0.0: is read by who knows the old one',
      lines: ['kg: must be there'],
    },
    {
      sign: '~',
      text: 'table carriers, rows: 1 added, 1 changed, 1 removed',
      lines: ['~ A: erp: 1 -> 9', '+ shop=C, erp=3', '- shop=B, erp=2'],
    },
  ]);
  expect(
    compareSurroundings({ contracts: [], tables: [] }, before).map(({ name, state }) => `${name} ${state}`),
  ).toEqual(['parcel added', 'carriers added']);
});
