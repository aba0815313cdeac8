import type { Json } from '@lockstep/schema/run';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FixedField, type FixedLayout, overlaps } from './layout.ts';
import { readFixedWidth } from './read.ts';
import { writeFixedWidth } from './write.ts';

const field = (name: string, start: number, length: number, more: Partial<FixedField> = {}): FixedField => ({
  name,
  start,
  length,
  type: 'text',
  decimals: 0,
  date: 'CCYYMMDD',
  align: 'left',
  pad: 'blank',
  ...more,
});
const right = { align: 'right', pad: 'zero' } as const;

const stock: FixedLayout = {
  recordLength: 0,
  records: [
    {
      name: 'stock',
      match: '',
      fields: [
        field('sku', 1, 8),
        field('quantity', 9, 6, { type: 'number', ...right }),
        field('price', 15, 9, { type: 'decimal', decimals: 2, ...right }),
        field('counted', 24, 8, { type: 'date' }),
      ],
    },
  ],
};

const order: FixedLayout = {
  recordLength: 20,
  recordType: { start: 1, length: 2 },
  records: [
    { name: 'header', match: 'HD', fields: [field('number', 3, 10)] },
    {
      name: 'line',
      match: 'LN',
      fields: [field('sku', 3, 10), field('quantity', 13, 8, { type: 'number', ...right })],
    },
  ],
};

const valuesOf = (text: string, layout = stock) => readFixedWidth(text, layout).rows.map(({ values }) => values);

it('reads fields at their places: leading zeros, implied decimals, signs, dates, and what was cut off', () => {
  const first = ['00042   ', '000012', '000001250', '20261123'].join('');
  const second = ['MUG     ', '-00003', '00000005-', '00000000'].join('');
  expect(valuesOf(`\ufeff${first}\r\n${second}\n\nX\n`)).toEqual([
    { sku: '00042', quantity: 12, price: '12.50', counted: '2026-11-23' },
    { sku: 'MUG', quantity: -3, price: '-0.05', counted: null },
    { sku: 'X', quantity: null, price: null, counted: null },
  ]);
});

it('tells kinds of records apart, also in a file without line breaks', () => {
  const text = 'HD4711              LNMUG-BLUE  00000003';
  expect(readFixedWidth(text, order).rows).toEqual([
    { record: 'header', values: { number: '4711' } },
    { record: 'line', values: { sku: 'MUG-BLUE', quantity: 3 } },
  ]);
});

it('says what is wrong with a record and where, and reads the others', () => {
  const { rows, issues, issueCount } = readFixedWidth(
    'A       0000x1\nB       000001000000100 20261340 tail\nC',
    stock,
  );
  expect({ rows: rows.map(({ values }) => values.sku), issueCount }).toEqual({ rows: ['C'], issueCount: 3 });
  expect(issues).toEqual([
    expect.objectContaining({ code: 'not-a-number', line: 1, column: 9, field: 'quantity' }),
    expect.objectContaining({ code: 'not-a-date', line: 2, column: 24, field: 'counted' }),
    expect.objectContaining({ code: 'text-behind-fields', line: 2, column: 32 }),
  ]);
  expect(readFixedWidth('XX', { ...order, recordLength: 0 }).issues[0]?.message).toBe(
    'Line 1 is of no known kind: "XX".',
  );
  expect(readFixedWidth('HD1', order).issues[0]?.message).toBe('Record 1 has 3 of 20 characters.');
});

it('knows fields that overlap', () => {
  expect(overlaps({ name: '', match: '', fields: [field('b', 5, 2), field('a', 1, 5), field('c', 7, 1)] })).toEqual([
    ['a', 'b'],
  ]);
});

describe('writing', () => {
  it('pads to the places of the layout', () => {
    const rows = [{ sku: 'MUG', quantity: -3, price: '12.5', counted: '2026-11-23' }, { sku: '00042' }];
    expect(writeFixedWidth(rows, stock, '\n')).toEqual({
      ok: true,
      text: 'MUG     -0000300000125020261123\n00042   000000000000000        \n',
    });
  });

  it('cuts nothing off, and says which value does not fit', () => {
    const rows: Json[] = [{ sku: 'MUCH-TOO-LONG', quantity: 'x', price: '1.005', counted: 'soon' }, { sku: [1] }, 7];
    const written = writeFixedWidth(rows, stock);
    expect(written.ok ? [] : written.issues.map(({ message }) => message)).toEqual([
      'Row 1, sku: "MUCH-TOO-LONG" is longer than 8.',
      'Row 1, quantity: The value is no number.',
      'Row 1, price: The value is no number with 2 decimals at most.',
      'Row 1, counted: The value is no ISO date.',
      'Row 2, sku: The value is a list.',
      'Row 3 must be an object by field.',
    ]);
    expect(writeFixedWidth([{ record: 'none', values: {} }], order)).toMatchObject({ ok: false });
  });

  it('is read back as it was', () => {
    const sku = fc.string({ unit: fc.constantFrom('A', '0', '9', '-'), minLength: 1, maxLength: 8 });
    const row = fc.record({ sku, quantity: fc.integer({ min: -99999, max: 999999 }) });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const given = rows.map(({ sku: one, quantity }) => ({ record: 'line', values: { sku: one, quantity } }));
        const written = writeFixedWidth(given, order);
        expect(written.ok && readFixedWidth(written.text, order)).toEqual({ rows: given, issues: [], issueCount: 0 });
      }),
    );
  });
});
