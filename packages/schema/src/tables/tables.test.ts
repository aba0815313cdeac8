import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerRow,
  applyChanges,
  asksTables,
  changesBetween,
  checkTable,
  diffRows,
  indexTable,
  likelyValues,
  lookupsIn,
  type TableContent,
  type TableRow,
  testTable,
} from './index.ts';

const columns = [
  { name: 'sku', unique: true },
  { name: 'shop', unique: true },
  { name: 'group', unique: false },
];
const row = (cells: TableRow['cells'], more: Partial<TableRow> = {}): TableRow => ({ cells, ...more });
const tableOf = (...rows: readonly TableRow[]): TableContent => ({ columns, rows, tests: [] });
const NOW = Date.parse('2026-06-01');

const anyRow = fc.record(
  {
    cells: fc.record({ sku: fc.constantFrom('a', 'b', 'c'), shop: fc.constantFrom('', 'x', 'y') }),
    from: fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01'),
    until: fc.constantFrom('2026-02-01', '2026-03-01', '2026-04-01'),
  },
  { requiredKeys: ['cells'] },
);

describe('change sets', () => {
  it('lead from any rows to any others', () => {
    const rows = fc.uniqueArray(anyRow, { selector: ({ cells, from }) => `${cells.sku}|${from}` });
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const reached = applyChanges(before, changesBetween(before, after, 'sku'), 'sku');
        expect(diffRows(reached, after, 'sku')).toEqual([]);
      }),
    );
  });
});

describe('checks', () => {
  it('find two rows at the same time exactly when some moment has two', () => {
    const moments = ['2025-12-31', '2026-01-15', '2026-02-15', '2026-03-15', '2026-04-15'].map(Date.parse);
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const right = rows.filter(({ from, until }) => from === undefined || until === undefined || from < until);
        const holds = ({ from, until }: TableRow, at: number) =>
          (from === undefined || Date.parse(from) <= at) && (until === undefined || at < Date.parse(until));
        const isTwice = moments.some((at) =>
          (['sku', 'shop'] as const).some((column) => {
            const codes = right.filter((each) => holds(each, at)).map(({ cells }) => cells[column]);
            return codes.some((code, place) => code !== '' && codes.indexOf(code) !== place);
          }),
        );
        expect(checkTable(tableOf(...right)).length > 0).toBe(isTwice);
      }),
    );
  });

  it.each([
    [tableOf(row({ shop: 'x' })), 'A row has no "sku": x.'],
    [tableOf(row({ sku: 'a ' })), '"a " in "sku" has white space around it, or characters nobody sees.'],
    [tableOf(row({ sku: 'a', erp: 'x' })), 'There is no column "erp".'],
    [
      tableOf(row({ sku: 'a' }, { from: '2026-02-01', until: '2026-01-01' })),
      '"a" ends (2026-01-01) before it begins (2026-02-01).',
    ],
    [{ ...tableOf(), columns: [{ name: 'a', unique: false }, ...columns] }, 'The first column, "a", must be unique.'],
  ])('name what is wrong', (table, message) => {
    expect(checkTable(table).map((issue) => issue.message)).toEqual([message]);
  });
});

it('tests look codes up in both directions, at their moment', () => {
  const table = {
    ...tableOf(
      row({ sku: 'a', shop: 'x' }, { until: '2026-03-01' }),
      row({ sku: 'a', shop: 'y' }, { from: '2026-03-01' }),
    ),
    tests: [
      { key: 'a', expected: 'y' },
      { key: 'a', at: '2026-02-28', expected: 'x' },
      { key: 'x', from: 'shop', expected: null },
      { key: 'y', from: 'shop', expected: 'b' },
    ],
  };
  expect(testTable(table, NOW).map(({ passed, got }) => [passed, got])).toEqual([
    [true, 'y'],
    [true, 'x'],
    [true, null],
    [false, 'a'],
  ]);
});

describe('an answer', () => {
  const answer = { from: 'sku', to: 'shop', key: 'n', value: 'z', cells: {} };
  const given = (table: TableContent, wanted: Partial<typeof answer>) =>
    answerRow(table, { ...answer, ...wanted }, NOW);

  it('is a row of its own, or belongs to the row that has one of both codes', () => {
    expect(given(tableOf(), {})).toEqual({ row: row({ sku: 'n', shop: 'z' }) });
    expect(given(tableOf(row({ sku: 'n', group: 'g' })), {})).toEqual({
      row: row({ sku: 'n', group: 'g', shop: 'z' }),
    });
    const back = { from: 'shop', to: 'sku' };
    expect(given(tableOf(row({ sku: 'z', group: 'g' })), back)).toEqual({
      row: row({ sku: 'z', group: 'g', shop: 'n' }),
    });
    expect(given(tableOf(row({ sku: 'z', shop: 'other' })), back)).toMatchObject({
      issue: { message: '"z" has the shop "other" already; a row holds one code of each system.' },
    });
    expect(given(tableOf(), { from: 'shop', to: 'group' })).toMatchObject({
      issue: { message: 'Say the "sku" as well: every row has one.' },
    });
  });

  it('leaves what holds at other times as it is', () => {
    const table = tableOf(
      row({ sku: 'n', shop: 'old' }, { until: '2026-02-01' }),
      row({ sku: 'n', shop: 'next' }, { from: '2027-01-01' }),
    );
    const found = given(table, {});
    expect(found).toEqual({
      row: row({ sku: 'n', shop: 'z' }, { from: '2026-02-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' }),
    });
    const put = 'row' in found ? [found.row] : [];
    expect(checkTable({ ...table, rows: applyChanges(table.rows, { put, remove: [] }, 'sku') })).toEqual([]);
  });

  it('makes the table give the value, whatever was in it', () => {
    fc.assert(
      fc.property(fc.array(anyRow), fc.constantFrom('a', 'n'), (rows, key) => {
        const table = tableOf(...rows);
        fc.pre(checkTable(table).length === 0);
        const found = given(table, { key });
        if ('issue' in found) return;
        const after = { ...table, rows: applyChanges(rows, { put: [found.row], remove: [] }, 'sku') };
        if (checkTable(after).length > 0) return; // the value belongs to another code at that time
        expect(indexTable(after).find({ key, atMs: NOW })).toMatchObject({ kind: 'found', value: 'z' });
      }),
    );
  });
});

it('values are suggested by codes that are written alike', () => {
  const rows = [row({ sku: 'delivered_to_door', shop: 'D1' }), row({ sku: 'returned', shop: 'R1' })];
  const likely = likelyValues('Delivered-To-Shop', rows, { from: 'sku', to: 'shop' });
  expect(likely.map(({ value, because }) => [value, because])).toEqual([['D1', 'delivered_to_door']]);
});

it('tables are found in a text, and where none is named', () => {
  const text = `t.lookup('sku', a) + t.lookup<string>("status", b)\n + lookup(\`sku\`) + t.lookup(name, c) + t.lookup(\`x\${y}\`)`;
  expect(lookupsIn(text)).toEqual({ tables: ['sku', 'status'], unnamed: [2, 2] });
  expect(asksTables({ rows: [{ value: "=t.lookup('x', 1)" }] })).toBe(true);
  expect(asksTables({ script: 'export default 1', list: [null, 2] })).toBe(false);
  expect(lookupsIn("t.xref('sku', 'shopify', src.sku) + t.xref('place', 'wms', src.at, 'erp')")).toEqual({
    tables: ['sku', 'place'],
    unnamed: [],
  });
  expect(lookupsIn("steps.lookup.city + 'lookup'")).toEqual({ tables: [], unnamed: [] });
});
