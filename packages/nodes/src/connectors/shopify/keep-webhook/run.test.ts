import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { shopifyWorld } from '../simulator/world.testing.ts';
import { keepWebhook } from './definition.ts';
import { runKeepWebhook } from './run.ts';

const ADDRESS = 'http://127.0.0.1:9/hooks/shopify/orders';
const step = (ctx: TestContext, topic = 'orders/updated', address = ADDRESS) => {
  const params = keepWebhook.params.parse({ connection: 'shop', topic, address });
  return runKeepWebhook({ params, input: null }, ctx);
};

it('subscribes where nobody is told, finds what is there, and brings back what was taken away', async () => {
  const { ctx, shop, state } = await shopifyWorld();
  const first = await step(ctx);
  expect(first.value).toMatchObject({ topic: 'orders/updated', address: ADDRESS, how: 'created' });
  expect((await step(ctx)).value).toEqual({ ...first.value, how: 'there' });
  expect((await state()).subscriptions).toEqual([{ topic: 'orders/updated', address: ADDRESS }]);
  const body = JSON.stringify({ topic: 'orders/updated', url: null });
  await fetch(`${shop.baseUrl}/_sim/subscriptions`, { method: 'PUT', body });
  expect((await step(ctx)).value).toMatchObject({ how: 'created' });
});

it('has orders told again after the shop gave their address up', async () => {
  const { ctx, faults, place, state } = await shopifyWorld({ timeScale: 1e-9, target: ADDRESS });
  expect((await step(ctx, 'orders/create')).value).toMatchObject({ how: 'there' });
  await faults({ dropSubscription: true });
  await place();
  await expect.poll(async () => (await state()).subscription).toMatchObject({ address: null, removed: true });
  expect((await step(ctx, 'orders/create')).value).toMatchObject({ how: 'created' });
  expect((await state()).subscription).toMatchObject({ address: ADDRESS, removed: false });
});

it('is one subscription though the answer was lost', async () => {
  const { ctx, faults, state } = await shopifyWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient' });
  await faults({});
  await step(ctx.again({ outcomeUnknown: true }));
  expect((await state()).subscriptions).toHaveLength(1);
});

it('says what the shop refuses', async () => {
  const { ctx } = await shopifyWorld({ subscriptions: { 'orders/updated': 'http://127.0.0.1:9/else' } });
  expect(await failureOf(step(ctx))).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('orders/updated is told to'),
  });
  expect(await failureOf(step(ctx, 'orders/imagined'))).toMatchObject({
    kind: 'flow',
    message: expect.stringContaining('ORDERS_IMAGINED'),
  });
});
