import { expect, it } from 'vitest';
import { contextFor, contractIssues, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { HELD, stripeWorld } from '../simulator/world.testing.ts';
import { refundPayment } from './definition.ts';
import { runRefund } from './run.ts';

const step = (ctx: TestContext, form: object) => {
  const params = refundPayment.params.parse({ connection: 'stripe', orderReference: '#1042', ...form });
  return runRefund({ params, input: null }, ctx);
};

async function taken() {
  const world = await stripeWorld();
  const { id } = (await world.call('/v1/payment_intents', { ...HELD, capture_method: 'automatic' })).body;
  return { ...world, paymentIntent: id };
}

it('gives a part back, then the rest', async () => {
  const { ctx, stepOf, paymentIntent, state } = await taken();
  const part = await step(ctx, { paymentIntent, amount: '8.65', currency: 'EUR' });
  const { refunds, charges } = await state();
  expect(part).toMatchObject({
    port: 'refunded',
    value: {
      id: refunds[0]?.id,
      parentId: charges[0]?.id,
      kind: 'refund',
      status: 'succeeded',
      amount: { amount: '8.65', currency: 'EUR' },
    },
  });
  expect(await contractIssues('payment@1', part.value)).toEqual([]);
  expect((await step(stepOf('rest'), { paymentIntent })).value).toMatchObject({ amount: { amount: '30.00' } });
});

it('gives back once when the answer was lost', async () => {
  const { ctx, faults, paymentIntent, state } = await taken();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx, { paymentIntent }))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }), { paymentIntent })).toMatchObject({ port: 'refunded' });
  expect((await state()).refunds).toMatchObject([{ amount: 3865 }]);
});

it('says that the bank takes its time, and that it did not take it', async () => {
  const { ctx, faults, paymentIntent } = await taken();
  await faults({ pendingRefunds: 1 });
  expect(await step(ctx, { paymentIntent })).toMatchObject({ port: 'refunded', value: { status: 'pending' } });
  const body = JSON.stringify({
    id: 're_1',
    object: 'refund',
    amount: 5,
    currency: 'eur',
    created: 1,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
  });
  const { baseUrl } = await serverFor(() => ({ status: 200, body }));
  const failing = contextFor({ connections: [{ id: 'stripe', system: 'stripe', baseUrl, settings: {} }] });
  expect(await step(failing, { paymentIntent })).toMatchObject({
    port: 'failed',
    value: { status: 'failed', failure: { code: 'expired_or_canceled_card' } },
  });
});

it('is given once for its reference, also to those who ask at once, and anew when the bank did not take it', async () => {
  const { stepOf, paymentIntent, state } = await taken();
  const part = { paymentIntent, reference: 'RMA-1', amount: '8.65', currency: 'EUR' };
  const asked = await Promise.all(['a', 'b', 'c'].map((name) => step(stepOf(name), part)));
  const again = await step(stepOf('later'), part);
  expect(new Set([...asked, again].map(({ value }) => value.id)).size).toBe(1);
  expect((await state()).refunds).toMatchObject([{ amount: 865 }]);
  await step(stepOf('other'), { ...part, reference: 'RMA-2' });
  expect((await state()).refunds.length).toBe(2);
});

it('tries anew what the bank did not take, under another key', async () => {
  const keys: unknown[] = [];
  const failed = { id: 're_1', object: 'refund', amount: 5, currency: 'eur', created: 1, status: 'failed' };
  const { baseUrl } = await serverFor(({ method, url, headers }) => {
    if (method === 'POST') keys.push(headers['idempotency-key']);
    const data = url.includes('empty') ? [] : [{ ...failed, metadata: { reference: 'RMA-1' } }];
    return { status: 200, body: JSON.stringify(method === 'GET' ? { data, has_more: false } : failed) };
  });
  const ctx = contextFor({ connections: [{ id: 'stripe', system: 'stripe', baseUrl, settings: {} }] });
  await step(ctx, { paymentIntent: 'pi_1', reference: 'RMA-1' });
  await step(ctx, { paymentIntent: 'pi_empty', reference: 'RMA-1' });
  await step(ctx, { paymentIntent: 'pi_1', reference: 'RMA-1' });
  expect(keys[0]).toBe(keys[2]);
  expect(new Set(keys).size).toBe(2);
});

it('is refused for more than was taken', async () => {
  const { ctx, stepOf, paymentIntent } = await taken();
  await step(ctx, { paymentIntent });
  expect(await failureOf(step(stepOf('again'), { paymentIntent }))).toMatchObject({
    kind: 'refused',
    category: 'business',
    code: 'stripe-charge-already-refunded',
  });
});
