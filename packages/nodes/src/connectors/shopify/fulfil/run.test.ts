import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { shopifyWorld } from '../simulator/world.testing.ts';
import { fulfilOrder } from './definition.ts';
import { parcelOf } from './parcel.ts';
import { runFulfilOrder } from './run.ts';

const step = (ctx: TestContext, form: object) => {
  const params = fulfilOrder.params.parse({ connection: 'shop', trackingNumber: 'JD01', ...form });
  return runFulfilOrder({ params, input: null }, ctx);
};

it('tells of one parcel, then of the rest', async () => {
  const { ctx, stepOf, order, state } = await shopifyWorld();
  const first = await step(ctx, { order: order.id, carrier: 'DHL', lines: [{ sku: 'MUG-BLUE', quantity: 1 }] });
  expect(first.value).toMatchObject({
    created: true,
    trackingNumber: 'JD01',
    lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
  });
  expect((await state()).orders[0]?.fulfillment_status).toBe('partial');
  const rest = await step(stepOf('run-1:rest:0'), { order: order.id, trackingNumber: 'JD02' });
  expect(rest.value.lines).toEqual([
    { sku: 'MUG-BLUE', quantity: 1 },
    { sku: 'CND', quantity: 1 },
  ]);
  const { orders } = await state();
  expect(orders[0]).toMatchObject({
    fulfillment_status: 'fulfilled',
    fulfillments: [{ tracking_number: 'JD01' }, { tracking_number: 'JD02' }],
  });
});

it('tells of a parcel once when the answer was lost', async () => {
  const { ctx, order, faults, state } = await shopifyWorld();
  const lines = [{ sku: 'MUG-BLUE', quantity: 1 }];
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx, { order: order.id, lines }))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  const again = await step(ctx.again({ outcomeUnknown: true }), { order: order.id, lines });
  expect(again.value).toMatchObject({ created: false, lines });
  expect((await state()).orders[0]?.fulfillments.length).toBe(1);
});

it('is refused where less is left than was sent', async () => {
  const { ctx, order } = await shopifyWorld();
  const lines = [{ sku: 'CND', quantity: 2 }];
  expect(await failureOf(step(ctx, { order: order.id, lines }))).toMatchObject({
    kind: 'refused',
    code: 'shopify-nothing-left',
    message: 'The order has less left to send: 1 of CND too many.',
  });
  await step(ctx, { order: order.id });
  expect(await failureOf(step(ctx, { order: order.id }))).toMatchObject({ code: 'shopify-nothing-left' });
});

it('takes goods of one location only into a parcel', () => {
  const at = (id: string, name: string, sku: string) => ({
    id,
    status: 'OPEN',
    assignedLocation: { name },
    lineItems: { nodes: [{ id: `${id}-1`, remainingQuantity: 1, sku }] },
  });
  const orders = [at('a', 'Dublin', 'CND'), at('b', 'Cork', 'MUG-BLUE')];
  expect(parcelOf(orders, [{ sku: 'CND', quantity: 1 }])).toEqual([
    { fulfilmentOrder: 'a', lines: [{ id: 'a-1', quantity: 1 }] },
  ]);
  expect(() => parcelOf(orders, [])).toThrow('These goods lie at Dublin and Cork');
});
