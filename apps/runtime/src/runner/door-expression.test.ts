import { expect, it } from 'vitest';
import type { Sandbox } from '../sandbox/index.ts';
import { evaluate, keyText, plainPath } from './door-expression.ts';

it.each([
  ['input', []],
  [' input.name ', ['name']],
  ['input.lines[0].sku', ['lines', '0', 'sku']],
  ['input["a-b"][\'c d\'].e', ['a-b', 'c d', 'e']],
  ['input.a?.b', undefined],
  ['input.name + 1', undefined],
  ['input.name()', undefined],
  ['inputs.name', undefined],
  ['input["a\\u0062"]', undefined],
  ['trigger.path', undefined],
])('reads %s as a plain path: %j', (text, wanted) => {
  expect(plainPath(text)).toEqual(wanted);
});

const asked: unknown[] = [];
const sandbox: Sandbox = {
  async call({ scope }) {
    asked.push(scope.input);
    return { ok: true, value: { value: 'from the sandbox' } };
  },
  async close() {},
};
const ask = (path: readonly string[] | undefined, input: Parameters<typeof keyText>[0]) =>
  evaluate(
    sandbox,
    { flowId: 'f', program: { key: 'k', units: [] }, ...(path && { path }) },
    { input, trigger: { kind: 'manual', receivedAt: 0 }, now: 0 },
  );

it('follows own members here, and leaves everything JavaScript would do more for to the sandbox', async () => {
  const value = async (...args: Parameters<typeof ask>) => {
    const result = await ask(...args);
    return result.ok ? result.value : result.reason;
  };
  expect(await value(['a', '1', 'b'], { a: [0, { b: 7 }] })).toBe(7);
  expect(await value(['missing'], { a: 1 })).toBe(null);
  expect(await value(['a', 'length'], { a: [1, 2] })).toBe(2);
  expect(asked).toEqual([]);
  for (const [path, input] of [
    [['a', 'b'], { a: 'text' }],
    [['a', 'b'], {}],
    [['toString'], {}],
    [undefined, 1],
  ] as const) {
    expect(await value(path, input)).toBe('from the sandbox');
  }
});

it('makes keys of texts and numbers only', () => {
  expect([' #1 ', 7, '', '  ', null, [], {}].map(keyText)).toEqual([
    '#1',
    '7',
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
