import { expect, it } from 'vitest';
import { numbered, valuesOf } from './named-values.ts';

it.each([
  ['select :sku, :quantity, :sku', 'select $1, $2, $1', ['sku', 'quantity']],
  ["select 'a :b', \":c\", ':d''s :e', :f", "select 'a :b', \":c\", ':d''s :e', $1", ['f']],
  ['select :at::timestamptz, a[1:2]', 'select $1::timestamptz, a[1:2]', ['at']],
  [
    'select $$ :a $$, $t$ :b $$ :c $t$ -- :d\n, :e /* :f */',
    'select $$ :a $$, $t$ :b $$ :c $t$ -- :d\n, $1 /* :f */',
    ['e'],
  ],
  ['select 1', 'select 1', []],
])('numbers the names of %j', (sql, text, names) => {
  expect(numbered(sql)).toEqual({ text, names });
});

it('gives values in the order of their names, null for null, and says which one lacks', () => {
  expect(valuesOf(['b', 'a'], { a: 1, b: null })).toEqual([null, 1]);
  expect(valuesOf(['a', 'b'], { a: 1 })).toEqual({ missing: 'b' });
});
