import { describe, expect, it } from 'vitest';
import { webhookReceiver } from '../../../simulators/kit/receiver.testing.ts';
import { contractIssues, failureOf, type TestContext } from '../../../testing/context.ts';
import { shopifyWorld } from '../simulator/world.testing.ts';
import { refundOrder } from './definition.ts';
import { runRefundOrder } from './run.ts';

const step = (ctx: TestContext, form: object) => {
  const params = refundOrder.params.parse({ connection: 'shop', reference: 'RMA-1', amount: '15.00', ...form });
  return runRefundOrder({ params, input: null }, ctx);
};

it('gives a part back, with the goods on stock, and the order says so', async () => {
  const { ctx, order, state } = await shopifyWorld();
  const form = { order: order.id, note: 'wrong size', lines: [{ lineItem: 11, quantity: 1 }], restockAt: 655441491 };
  const { port, value } = await step(ctx, form);
  expect([port, value]).toMatchObject([
    'refunded',
    { kind: 'refund', status: 'succeeded', orderReference: order.name, amount: { amount: '15.00', currency: 'EUR' } },
  ]);
  expect(value.parentId).toMatch(/^gid:\/\/shopify\/OrderTransaction\/\d+$/);
  expect(await contractIssues('payment@1', value)).toEqual([]);
  const { orders, inventoryLevels } = await state();
  expect(orders[0]).toMatchObject({
    financial_status: 'partially_refunded',
    line_items: [{ current_quantity: 1 }, { current_quantity: 1 }],
    refunds: [{ note: 'RMA-1: wrong size', transactions: [{ kind: 'refund', amount: '15.00' }] }],
  });
  expect(inventoryLevels.find(({ sku }) => sku === 'MUG-BLUE')).toMatchObject({ available: 41 });
});

it('tells who subscribed to refunds', async () => {
  const receiver = await webhookReceiver();
  const { ctx, order } = await shopifyWorld({ subscriptions: { 'refunds/create': receiver.url } });
  await step(ctx, { order: order.id });
  await expect.poll(() => receiver.received.length).toBe(1);
  expect(receiver.received[0]?.headers).toMatchObject({ 'x-shopify-topic': 'refunds/create' });
  expect(JSON.parse(String(receiver.received[0]?.rawBody))).toMatchObject({ order_id: order.id, note: 'RMA-1' });
  await receiver.close();
});

describe('never twice', () => {
  it('answers the refund an attempt made whose answer was lost', async () => {
    const { ctx, order, faults, state } = await shopifyWorld();
    await faults({ commitThenDrop: 1 });
    expect(await failureOf(step(ctx, { order: order.id }))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
    await faults({});
    expect(await step(ctx.again({ outcomeUnknown: true }), { order: order.id })).toMatchObject({ port: 'refunded' });
    expect((await state()).orders[0]?.refunds.length).toBe(1);
  });

  it('is done once by its key alone, for who asks again without looking', async () => {
    const { call, order, state } = await shopifyWorld();
    const basis = await call('query ($id: ID!) { order(id: $id) { transactions { id gateway } } }', {
      id: `gid://shopify/Order/${order.id}`,
    });
    const [{ id: parentId, gateway }] = (
      basis.body.data as { order: { transactions: [{ id: string; gateway: string }] } }
    ).order.transactions;
    const refund = (key: string, amount: string) =>
      call(
        'mutation ($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { message } } }',
        {
          key,
          input: {
            orderId: `gid://shopify/Order/${order.id}`,
            transactions: [{ orderId: `gid://shopify/Order/${order.id}`, parentId, gateway, kind: 'REFUND', amount }],
          },
        },
      );
    const [first, second] = [await refund('k1', '5.00'), await refund('k1', '5.00')];
    expect(second.body.data).toEqual(first.body.data);
    expect((await refund('k1', '6.00')).body.data).toMatchObject({
      refundCreate: { refund: null, userErrors: [{ message: expect.stringContaining('same idempotency key') }] },
    });
    expect((await state()).orders[0]?.refunds.length).toBe(1);
  });

  it('takes another run with the same reference for the same refund, and a longer reference for another', async () => {
    const { ctx, stepOf, order, state } = await shopifyWorld();
    await step(ctx, { order: order.id });
    await step(stepOf('run-2:shop:0'), { order: order.id });
    expect((await state()).orders[0]?.refunds.length).toBe(1);
    await step(stepOf('run-3:shop:0'), { order: order.id, reference: 'RMA-10' });
    expect((await state()).orders[0]?.refunds.length).toBe(2);
  });
});

describe('what Shopify says', () => {
  it('refuses more than was paid, and an order it does not know, with nothing given', async () => {
    const { ctx, order, state } = await shopifyWorld();
    expect(await failureOf(step(ctx, { order: order.id, amount: '60.01' }))).toMatchObject({
      kind: 'refused',
      category: 'business',
      message: expect.stringContaining('cannot be more than'),
    });
    expect(await failureOf(step(ctx, { order: 4 }))).toMatchObject({ kind: 'refused', code: 'shopify-order-unknown' });
    expect((await state()).orders[0]?.refunds).toEqual([]);
  });

  it('is refused for good by userErrors in an answer of status 200', async () => {
    const { ctx, order, faults } = await shopifyWorld();
    await faults({ userErrors: 1 });
    expect(await failureOf(step(ctx, { order: order.id }))).toMatchObject({ kind: 'refused', code: 'shopify-refused' });
  });

  it.each(['200', '429'])('waits for its points when it is throttled with status %s', async (throttledStatus) => {
    const { ctx, order, faults } = await shopifyWorld();
    await faults({ throttled: 1, throttledStatus });
    const failure = await failureOf(step(ctx, { order: order.id }));
    expect(failure).toMatchObject({ kind: 'transient', category: 'rate', retryAfterMs: expect.any(Number) });
    expect(failure.outcomeUnknown).toBeUndefined();
  });

  it('is not paid yet', async () => {
    const { ctx, place } = await shopifyWorld();
    const { id } = await place({ financial_status: 'pending' });
    expect(await failureOf(step(ctx, { order: id }))).toMatchObject({ code: 'shopify-nothing-paid' });
  });
});
