import { describe, expect, it } from 'vitest';
import { compareAnswers } from './compare-answers.ts';

const compare = (
  live: Parameters<typeof compareAnswers>[0],
  shadow: typeof live,
  own: string[] = [],
  ignore: string[] = [],
) => compareAnswers(live, shadow, { own, ignore });

describe('two answers', () => {
  it('that say the same agree, whatever the order of their fields and the way numbers and times are written', () => {
    const live = { a: 1, total: '12.50', at: '2026-11-20T09:00:00Z', none: null };
    expect(compare(live, { at: '2026-11-20T10:00:00+01:00', total: '12.5', a: 1 })).toEqual([]);
    expect(compare({ total: '50' }, { total: '50.00' })).toEqual([]);
  });

  it('differ by field, each with what both said', () => {
    const live = { status: 'created', lines: [{ sku: 'A', quantity: 2 }], note: 'x', sku: '007' };
    const shadow = { status: 'exists', lines: [{ sku: 'A', quantity: 3 }, { sku: 'B' }], extra: true, sku: '7' };
    expect(compare(live, shadow)).toEqual([
      { path: 'extra', kind: 'added', shadow: true },
      { path: 'lines', kind: 'length', live: 1, shadow: 2 },
      { path: 'lines[].quantity', kind: 'changed', live: 2, shadow: 3 },
      { path: 'note', kind: 'missing', live: 'x' },
      { path: 'sku', kind: 'changed', live: '007', shadow: '7' },
      { path: 'status', kind: 'changed', live: 'created', shadow: 'exists' },
    ]);
  });

  it('may each have numbers of their own, but both must have one', () => {
    expect(compare({ number: '1', system: 'a' }, { number: '2' }, ['number', 'system'])).toEqual([
      { path: 'system', kind: 'missing', live: 'a' },
    ]);
  });

  it('are not looked at where a person said so, inside of lists too', () => {
    expect(compare({ lines: [{ tax: 1 }], x: 1 }, { lines: [{ tax: 2 }] }, [], ['lines.tax', 'x'])).toEqual([]);
  });

  it('of different kinds differ as a whole, and long values are cut', () => {
    expect(compare({ a: 'x'.repeat(5000) }, { a: [1] })).toEqual([
      { path: 'a', kind: 'changed', live: `${'x'.repeat(200)}…`, shadow: [1] },
    ]);
    expect(compare(null, { a: 1 })).toEqual([{ path: '', kind: 'changed', live: null, shadow: { a: 1 } }]);
  });

  it('with thousands of differences are told by the first hundred', () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`f${at}`, at]));
    expect(compare(many, {}).length).toBe(100);
  });
});
