import { expect, it } from 'vitest';
import { contractIssues, failureOf, type TestContext } from '../../../testing/context.ts';
import { HELD, stripeWorld } from '../simulator/world.testing.ts';
import { capturePayment } from './definition.ts';
import { runCapture } from './run.ts';

const step = (ctx: TestContext, form: object) => {
  const params = capturePayment.params.parse({ connection: 'stripe', orderReference: '#1042', ...form });
  return runCapture({ params, input: null }, ctx);
};

async function held() {
  const world = await stripeWorld();
  const { id } = (await world.call('/v1/payment_intents', HELD)).body;
  return { ...world, paymentIntent: id };
}

it('takes all that is held, or a part of it', async () => {
  const { ctx, stepOf, call, paymentIntent, state } = await held();
  const { port, value } = await step(ctx, { paymentIntent });
  const { charges } = await state();
  expect([port, value]).toMatchObject([
    'captured',
    {
      id: charges[0]?.id,
      parentId: paymentIntent,
      kind: 'capture',
      status: 'succeeded',
      amount: { amount: '38.65', currency: 'EUR' },
    },
  ]);
  expect(await contractIssues('payment@1', value)).toEqual([]);
  const { id } = (await call('/v1/payment_intents', HELD)).body;
  const part = await step(stepOf('part'), { paymentIntent: id, amount: '10.50', currency: 'EUR' });
  expect(part.value).toMatchObject({ amount: { amount: '10.50' } });
});

it('takes once when the answer was lost', async () => {
  const { ctx, faults, paymentIntent, state } = await held();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx, { paymentIntent }))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }), { paymentIntent })).toMatchObject({ port: 'captured' });
  expect((await state()).charges).toMatchObject([{ amount_captured: 3865 }]);
});

it('R9: takes nothing again of what another step has taken, and says what was taken', async () => {
  const { ctx, stepOf, paymentIntent, state } = await held();
  const first = await step(ctx, { paymentIntent });
  expect(await step(stepOf('again'), { paymentIntent })).toEqual(first);
  expect(await step(stepOf('in-figures'), { paymentIntent, amount: '38.65', currency: 'EUR' })).toEqual(first);
  expect((await state()).charges).toMatchObject([{ amount_captured: 3865 }]);
});

it('is refused where another amount was taken, for more than is held, and for what is not there', async () => {
  const { ctx, stepOf, paymentIntent } = await held();
  const more = { paymentIntent, amount: '38.66', currency: 'EUR' };
  expect(await failureOf(step(stepOf('more'), more))).toMatchObject({
    kind: 'refused',
    code: 'stripe-amount-too-large',
  });
  await step(ctx, { paymentIntent });
  const less = { paymentIntent, amount: '10.00', currency: 'EUR' };
  expect(await failureOf(step(stepOf('again'), less))).toMatchObject({
    kind: 'refused',
    category: 'business',
    code: 'stripe-payment-intent-unexpected-state',
    message: expect.stringContaining('status of succeeded'),
  });
  expect(await failureOf(step(stepOf('none'), { paymentIntent: 'pi_x' }))).toMatchObject({
    code: 'stripe-resource-missing',
  });
});

it('wants the currency of an amount', () => {
  const form = { connection: 'stripe', orderReference: '#1', paymentIntent: 'pi_1', amount: '1' };
  expect(capturePayment.params.safeParse(form).error?.issues[0]?.message).toBe('Say the currency of the amount.');
});
