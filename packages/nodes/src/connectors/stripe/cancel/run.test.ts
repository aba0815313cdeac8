import { expect, it } from 'vitest';
import { contractIssues, failureOf, type TestContext } from '../../../testing/context.ts';
import { HELD, stripeWorld } from '../simulator/world.testing.ts';
import { cancelPayment } from './definition.ts';
import { runCancel } from './run.ts';

const step = (ctx: TestContext, paymentIntent: string) => {
  const params = cancelPayment.params.parse({ connection: 'stripe', orderReference: '#1042', paymentIntent });
  return runCancel({ params, input: null }, ctx);
};

it('lets go what is held, once', async () => {
  const { ctx, call, state, faults } = await stripeWorld();
  const { id } = (await call('/v1/payment_intents', HELD)).body;
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx, id))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  const { port, value } = await step(ctx.again({ outcomeUnknown: true }), id);
  expect([port, value]).toMatchObject(['cancelled', { kind: 'void', status: 'succeeded', parentId: id }]);
  expect(await contractIssues('payment@1', value)).toEqual([]);
  expect((await state()).payments).toMatchObject([{ status: 'canceled', cancellation_reason: 'abandoned' }]);
});

it('is refused for what was taken', async () => {
  const { ctx, call } = await stripeWorld();
  const { id } = (await call('/v1/payment_intents', { ...HELD, capture_method: 'automatic' })).body;
  expect(await failureOf(step(ctx, id))).toMatchObject({
    kind: 'refused',
    code: 'stripe-payment-intent-unexpected-state',
  });
});
