import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { accruePoints } from '../accrue/definition.ts';
import { runAccrue } from '../accrue/run.ts';
import { ANN, loyaltyWorld } from '../simulator/world.testing.ts';
import { reversePoints } from './definition.ts';
import { runReverse } from './run.ts';

const FORM = { connection: 'loyalty', account: ANN.account, points: 40, reference: 'RMA-1' };
const step = (ctx: TestContext, form: object = {}) =>
  runReverse({ params: reversePoints.params.parse({ ...FORM, ...form }), input: null }, ctx);
const earn = (ctx: TestContext, points: number, reference = 'order') =>
  runAccrue({ params: accruePoints.params.parse({ ...FORM, points, reference }), input: null }, ctx);

it('takes points away, once when the answer was lost; under the reference of what gave them too', async () => {
  const { ctx, faults, state } = await loyaltyWorld();
  await earn(ctx, 100, 'RMA-1');
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ port: 'reversed', value: { points: -40 } });
  expect(await state()).toMatchObject({
    members: [{ balance: 60 }],
    events: [{}, { type: 'ADJUST_POINTS', adjust_points: { points: -40, reason: 'RMA-1' } }],
  });
});

it('may come before what it takes back: the sum is the same', async () => {
  const { ctx, state } = await loyaltyWorld();
  await step(ctx);
  expect(await state()).toMatchObject({ members: [{ balance: -40 }] });
  await earn(ctx, 100);
  expect(await state()).toMatchObject({ members: [{ balance: 60 }] });
});

it('leaves the points where a member has spent them, when told', async () => {
  const { ctx, state } = await loyaltyWorld();
  await earn(ctx, 10);
  expect(await step(ctx, { whenShort: 'leave' })).toEqual({
    port: 'short',
    value: { account: ANN.account, balance: 10, points: 40, reference: 'RMA-1' },
  });
  await earn(ctx, 90, 'later');
  expect(await step(ctx, { whenShort: 'leave' })).toMatchObject({ port: 'reversed' });
  expect(await state()).toMatchObject({ members: [{ balance: 60 }] });
  expect(await failureOf(step(ctx, { account: 'x', whenShort: 'leave' }))).toMatchObject({
    code: 'loyalty-reference-reused',
  });
});
