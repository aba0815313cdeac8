import type { Json } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { setFields } from './definition.ts';
import { runSetFields } from './run.ts';

type Fields = readonly (readonly [path: string, value: Json])[];
const set = (input: Json, fields: Fields, mode: 'keep' | 'only' = 'keep') =>
  runSetFields({ params: { mode, fields: fields.map(([path, value]) => ({ path, value })) }, input }, contextFor());

it('sets fields and keeps the rest, from top to bottom', async () => {
  const input = { a: 1, deep: { b: 2, c: 3 } };
  expect(
    await set(input, [
      ['a', 'x'],
      ['deep.b', null],
      ['new.one', true],
      ['new.two', [1]],
      ['new.one', 0],
    ]),
  ).toEqual({
    port: 'out',
    value: { a: 'x', deep: { b: null, c: 3 }, new: { one: 0, two: [1] } },
  });
  expect(input).toEqual({ a: 1, deep: { b: 2, c: 3 } });
});

it('starts from an empty message when only the given fields are wanted', async () => {
  expect(await set({ a: 1 }, [['b.c', 2]], 'only')).toEqual({ port: 'out', value: { b: { c: 2 } } });
});

it('changes and adds items of lists by their place', async () => {
  expect(
    await set({ lines: [{ sku: 'a' }] }, [
      ['lines.0.quantity', 2],
      ['lines.1.sku', 'b'],
    ]),
  ).toEqual({
    port: 'out',
    value: { lines: [{ sku: 'a', quantity: 2 }, { sku: 'b' }] },
  });
});

it('makes a message of nothing, and treats names of prototypes as plain names', async () => {
  expect(
    await set(null, [
      ['constructor.prototype', 1],
      ['toString', 2],
    ]),
  ).toEqual({
    port: 'out',
    value: { constructor: { prototype: 1 }, toString: 2 },
  });
});

describe('blames the message', () => {
  it.each<[string, Json, string]>([
    ['sku.x', { sku: 'abc' }, 'The field "sku.x" cannot be set. "x" cannot be set inside "abc".'],
    ['a', 7, 'The field "a" cannot be set. "a" cannot be set inside 7.'],
    ['l.x', { l: [] }, 'The field "l.x" cannot be set. "x" is no place in a list: use a number from 0.'],
    ['l.5', { l: [1] }, 'The field "l.5" cannot be set. The list has 1 items; place 5 is behind its end.'],
  ])('where %s does not fit', async (path, input, message) => {
    expect(await failureOf(set(input, [[path, 1]]))).toEqual({
      kind: 'item',
      category: 'mapping',
      code: 'field-not-set',
      message,
    });
  });
});

it.each(['__proto__', 'a.__proto__.b', 'a..b', '', '.a'])('refuses the path %j in the form', (path) => {
  expect(setFields.params.safeParse({ fields: [{ path, value: 1 }] }).success).toBe(false);
});
