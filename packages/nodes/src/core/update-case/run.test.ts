import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../testing/context.ts';
import { updateCase } from './definition.ts';
import { runUpdateCase } from './run.ts';

const tell = (ctx: TestContext, params: object, input: Json = {}) =>
  runUpdateCase({ params: updateCase.params.parse({ kind: 'order', key: 1001, ...params }), input }, ctx);
const lines = [
  { id: '1', group: 'DUB-1' },
  { id: '2', group: 'supplier' },
];

it('keeps one case for all that is told of an order, and gives how it stands', async () => {
  const ctx = contextFor({ key: 'a' });
  expect(await tell(ctx, { lines })).toMatchObject({ port: 'updated', value: { key: '1001', state: 'received' } });
  const next = contextFor({ key: 'b', cases: ctx.cases });
  const shipped = await tell(next, {
    groups: [{ id: 'DUB-1', state: 'shipped' }],
    documents: [{ type: 'delivery', id: '80001', system: 'sap' }],
  });
  expect(shipped).toEqual({
    port: 'updated',
    value: {
      kind: 'order',
      key: '1001',
      state: 'partially_fulfilled',
      lines: [
        { id: '1', group: 'DUB-1', state: 'shipped' },
        { id: '2', group: 'supplier', state: 'received' },
      ],
      groups: [{ id: 'DUB-1', state: 'shipped' }],
      documents: [{ type: 'delivery', id: '80001', system: 'sap' }],
    },
  });
});

it('leaves at "refused" with what contradicts the case, once for a repeated attempt', async () => {
  const ctx = contextFor({ key: 'a' });
  await tell(ctx, { lines: [{ id: '1', state: 'cancelled' }, { id: '2' }] });
  const next = contextFor({ key: 'b', cases: ctx.cases });
  const told = {
    lines: [
      { id: '1', state: 'shipped' },
      { id: '2', state: 'shipped' },
    ],
  };
  const refused = {
    port: 'refused',
    value: {
      kind: 'order',
      key: '1001',
      state: 'fulfilled',
      refused: [{ part: '1', from: 'cancelled', to: 'shipped' }],
    },
  };
  expect(await tell(next, told)).toEqual(refused);
  expect(await tell(next.again({ outcomeUnknown: true }), told)).toEqual(refused);
});

it('counts what is expected from the beginning of the attempt', async () => {
  const ctx = contextFor({ key: 'a', now: Date.parse('2026-11-27T10:00:00Z') });
  await tell(ctx, { expected: [{ name: 'shipped', withinMs: 3_600_000 }] });
  expect(await ctx.cases.read({ kind: 'order', key: '1001' })).toMatchObject({
    expected: [{ name: 'shipped', by: '2026-11-27T11:00:00.000Z' }],
  });
});

it('takes what cannot be read as a fault of the message, and says where', async () => {
  const invalid = { kind: 'item', code: 'case-change-invalid' };
  expect(await failureOf(tell(contextFor(), { lines: [{ state: 'shipped' }] }))).toMatchObject({
    ...invalid,
    message: expect.stringContaining('lines.0.id'),
  });
  expect(await failureOf(tell(contextFor(), { at: 'yesterday' }))).toMatchObject(invalid);
});
