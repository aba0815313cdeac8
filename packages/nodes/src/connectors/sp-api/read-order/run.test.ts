import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { spApiWorld } from '../simulator/world.testing.ts';
import { readAmazonOrder } from './definition.ts';
import { runReadAmazonOrder } from './run.ts';

const step = (ctx: TestContext, form: object) =>
  runReadAmazonOrder(
    { params: readAmazonOrder.params.parse({ connection: 'marketplace', ...form }), input: null },
    ctx,
  );

it('reads an order with its items', async () => {
  const { place, ctx } = await spApiWorld();
  const [orderId] = await place({ sku: 'MUG-BLUE', quantity: 2 });
  expect(await step(ctx, { orderId })).toMatchObject({
    port: 'out',
    value: {
      order: { AmazonOrderId: orderId, OrderTotal: { Amount: '25.00' }, ShippingAddress: {} },
      items: [{ SellerSKU: 'MUG-BLUE', QuantityOrdered: 2, ItemPrice: { CurrencyCode: 'EUR', Amount: '25.00' } }],
    },
  });
});

it('asks only for the items of an order that is known', async () => {
  const { place, ctx } = await spApiWorld();
  const [orderId] = await place({});
  const { value } = await step(ctx, { orderId, order: { AmazonOrderId: orderId }, personalData: false });
  expect(value).toMatchObject({ order: { AmazonOrderId: orderId } });
  expect(ctx.requests.filter(({ method }) => method === 'GET').map(({ url }) => new URL(url).pathname)).toEqual([
    `/orders/v0/orders/${orderId}/orderItems`,
  ]);
});

it('has a port for an order that is not there, and waits for its turn', async () => {
  const { place, ctx } = await spApiWorld();
  expect(await step(ctx, { orderId: '902-0000000-0000000' })).toMatchObject({ port: 'missing' });
  const [orderId] = await place({});
  const known = { orderId, order: {}, personalData: false };
  for (let call = 0; call < 30; call++) await step(ctx, known);
  expect(await failureOf(step(ctx, known))).toMatchObject({ code: 'rate-limited', retryAfterMs: 2_000 });
});
