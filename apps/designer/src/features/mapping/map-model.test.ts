import { absenceOf, fieldsOf, ITEM, parseMap, textOfPath } from '@lockstep/schema/mapping';
import { describe, expect, it } from 'vitest';
import { chipOf, sentenceOf } from './line-words.ts';
import { shortValue, valueAt } from './sample-values.ts';
import { reachable, rowIndexOf, rowsOf } from './tree-rows.ts';

const text = { type: 'string' };
const order = fieldsOf({
  type: 'object',
  properties: {
    id: text,
    tags: { type: 'array', items: text },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: { sku: text, taxes: { type: 'array', items: { type: 'object', properties: { rate: text } } } },
      },
    },
  },
});
const shown = (...args: Parameters<typeof rowsOf>) =>
  rowsOf(...args).map(({ field, depth }) => `${'  '.repeat(depth)}${textOfPath(field.path)}`);

describe('rows of a tree', () => {
  it('show the fields of list items right below the list, and the items of plain lists as “each”', () => {
    expect(shown(order, new Set())).toEqual([
      'id',
      'tags',
      '  tags[]',
      'lines',
      '  lines[].sku',
      '  lines[].taxes',
      '    lines[].taxes[].rate',
    ]);
  });

  it('leave out what is closed, and what a search does not find; what it finds is open', () => {
    expect(shown(order, new Set(['lines', 'tags']))).toEqual(['id', 'tags', 'lines']);
    expect(shown(order, new Set(['lines']), (field) => field.name === 'rate')).toEqual([
      'lines',
      '  lines[].taxes',
      '    lines[].taxes[].rate',
    ]);
  });

  it('a field that is closed away is where what it lies in is', () => {
    const rows = rowsOf(order, new Set(['lines']));
    expect(rowIndexOf(rows, ['lines', ITEM, 'taxes', ITEM, 'rate'])).toBe(3);
    expect(rowIndexOf(rows, ['gone'])).toBe(-1);
    expect(reachable(order).map(({ path }) => textOfPath(path))).toContain('lines[].taxes[].rate');
  });
});

describe('words of a line', () => {
  const line = (code: string) => {
    const view = parseMap(`export default defineMap((src, t) => ({ a: ${code} }));`);
    if (view.mode === 'code' || !view.lines[0]) throw new Error('not drawn');
    return view.lines[0];
  };

  it.each([
    ['src.b', '', 'left out', 'a from b'],
    ['t.date(src.b)', 't.date', 'error', 'a from b by t.date'],
    ["t.required(src.b, 'b')", 't.required', 'error', 'a from b by t.required'],
    ["t.default(t.upper(src.b), 'x')", 't.default', 'default', 'a from b by t.default'],
    ['t.orNull(src.b)', 't.orNull', 'null', 'a from b by t.orNull'],
    ["t.number(t.required(src.b, 'b'))", 't.number', 'error', 'a from b by t.number'],
    ["'OR'", '"OR"', undefined, 'a is "OR"'],
    ["t.omit('no use')", 'left out', undefined, 'a is left out: no use'],
    ['src.b.trim()', 'code', undefined, 'a from b by code'],
  ])('%s', (code, chip, absence, sentence) => {
    const made = line(code);
    expect([chipOf(made.value), absenceOf(made.value), sentenceOf(made)]).toEqual([chip, absence, sentence]);
  });
});

it('values of a sample: of lists the first, personal ones masked, what is not there nothing', () => {
  const sample = { id: 'x', lines: [{ sku: 'a' }, { sku: 'b' }], constructor: null };
  expect(valueAt(sample, ['lines', ITEM, 'sku'])).toBe('a');
  expect(valueAt({}, ['constructor'])).toBeUndefined();
  expect(valueAt(sample, ['id', 'length'])).toBeUndefined();
  expect(shortValue('x', false)).toBe('"x"');
  expect(shortValue('x', true)).toBe('•••••');
  expect(shortValue([1, 2], false)).toBe('2×');
});
