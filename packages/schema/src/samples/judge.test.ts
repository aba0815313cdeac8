import { expect, it } from 'vitest';
import { expectationOf, judgeSample } from './judge.ts';

const gave = (value: unknown, issues: { path: string; message: string }[] = []) =>
  ({ ok: true, value, issues }) as Parameters<typeof judgeSample>[1];
const refused = { ok: false, code: 'SCRIPT_ERROR', message: 'sku is missing', line: 4 } as const;

it.each([
  ['no expectation, a result', undefined, gave({ a: 1 }), 'passed', 'gives a result that fits'],
  ['the same, fields in another order', { output: { a: 1, b: 2 } }, gave({ b: 2, a: 1 }), 'passed', 'as expected'],
  ['another value', { output: { a: 1 } }, gave({ a: 2 }), 'different', '/a is not as expected.'],
  ['a field too many', { output: { a: 1 } }, gave({ a: 1, b: 2 }), 'different', '/b is not as expected.'],
  ['several', { output: { a: 1, b: 1 } }, gave({}), 'different', '/a is not as expected, and 1 more.'],
  ['another whole', { output: 1 }, gave(2), 'different', 'The result is not as expected.'],
  ['no result', { output: 1 }, refused, 'failed', 'sku is missing (line 4)'],
  ['the failure that is expected', { error: 'SCRIPT_ERROR' }, refused, 'passed', 'refused as expected'],
  ['another failure', { error: 'TIMEOUT' }, refused, 'failed', 'sku is missing (line 4)'],
  [
    'a result instead',
    { error: 'TIMEOUT' },
    gave(1),
    'different',
    'It gives a result; it was expected to fail with TIMEOUT.',
  ],
  ['the contract refuses', { output: 1 }, gave(1, [{ path: '/a', message: 'is missing' }]), 'broken', '/a is missing.'],
] as const)('%s', (_, expectation, result, state, why) => {
  expect(judgeSample(expectation, result)).toMatchObject({ state, why });
});

it('what was accepted passes from then on', () => {
  for (const result of [gave({ a: [1, null] }), refused]) {
    expect(judgeSample(expectationOf(result), result)).toMatchObject({ state: 'passed', differences: [] });
  }
});
