import { rankOf } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { keepValue } from './definition.ts';
import { runKeepValue } from './run.ts';

const keep = (params: object, ctx = contextFor(), input: Json = { on: 5 }) =>
  runKeepValue({ params: keepValue.params.parse({ collection: 'stock', key: 'mug', ...params }), input }, ctx);

it('keeps the message, or the value given, and counts the writes', async () => {
  const ctx = contextFor({ key: 'run-1:keep:0' });
  expect(await keep({}, ctx)).toEqual({ port: 'kept', value: { key: 'mug', value: { on: 5 }, version: 1 } });
  const next = contextFor({ key: 'run-2:keep:0', values: ctx.values });
  expect(await keep({ value: 4 }, next)).toEqual({ port: 'kept', value: { key: 'mug', value: 4, version: 2 } });
  expect(await keep({}, ctx.again({ outcomeUnknown: true }))).toMatchObject({ port: 'kept', value: { version: 1 } });
  expect(await ctx.values.read('stock', 'mug')).toMatchObject({ value: 4, version: 2 });
});

it('tells which value stands where the condition does not hold', async () => {
  const { values } = contextFor();
  const at = (key: string) => contextFor({ key, values });
  expect(await keep({ when: 'unchanged', version: 1 }, at('1'))).toEqual({
    port: 'stale',
    value: { key: 'mug', value: null, version: 0 },
  });
  await keep({ when: 'newer', rank: 7 }, at('2'));
  expect(await keep({ when: 'newer', rank: '7', value: 0 }, at('3'))).toEqual({
    port: 'stale',
    value: { key: 'mug', value: { on: 5 }, version: 1 },
  });
});

it('takes a missing rank or version, and what is too large, as a fault of the message', async () => {
  expect(await failureOf(keep({ when: 'newer', rank: 'yesterday' }))).toMatchObject({
    kind: 'item',
    code: 'rank-invalid',
  });
  expect(await failureOf(keep({ when: 'newer' }))).toMatchObject({ code: 'rank-invalid' });
  expect(await failureOf(keep({ when: 'unchanged' }))).toMatchObject({ kind: 'item', code: 'version-missing' });
  expect(await failureOf(keep({}, contextFor(), 'x'.repeat(262_144)))).toMatchObject({ code: 'value-too-large' });
});

describe('a rank', () => {
  it.each([
    [7, '7'],
    [1e21, '1000000000000000000000'],
    [' 90071992547409930000001 ', '90071992547409930000001'],
    ['-1.5', '-1.5'],
    ['2026-11-23T08:00:00Z', '1795420800000000000'],
    ['2026-11-23T09:00:00.123456789+01:00', '1795420800123456789'],
    ['1969-12-31T23:59:59.9Z', '-100000000'],
  ])('of %j is %s', (given, rank) => {
    expect(rankOf(given)).toBe(rank);
  });

  it.each(['', 'now', '2026-11-23', '2026-11-23T08:00:00', '2026-13-40T08:00:00Z', 1e-9, '0x10'])(
    'is not %j',
    (given) => {
      expect(rankOf(given)).toBeUndefined();
    },
  );
});
