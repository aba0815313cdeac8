import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { spApiWorld } from '../simulator/world.testing.ts';
import { confirmAmazonShipment } from './definition.ts';
import { runConfirmAmazonShipment } from './run.ts';

const PARCEL = { carrier: 'DHL', tracking: '00340434', shippedAt: '2026-11-27T10:00:00Z' };
const step = (ctx: TestContext, form: object) =>
  runConfirmAmazonShipment(
    { params: confirmAmazonShipment.params.parse({ connection: 'marketplace', ...PARCEL, ...form }), input: null },
    ctx,
  );

async function world() {
  const made = await spApiWorld();
  const [orderId = ''] = await made.place({ sku: 'MUG-BLUE', quantity: 2 });
  const items = (quantity: number) => [{ orderItemId: `${orderId.replace('902-', '').replace('-', '')}1`, quantity }];
  const statusOf = async () => (await made.state()).orders.find(({ AmazonOrderId }) => AmazonOrderId === orderId);
  return { ...made, orderId, items, statusOf };
}

it('ships an order in parcels, each of which counts once however often it is said', async () => {
  const { ctx, orderId, items, statusOf } = await world();
  await step(ctx, { orderId, parcel: '1', items: items(1) });
  await step(ctx.again(), { orderId, parcel: '1', items: items(1) });
  expect(await statusOf()).toMatchObject({ OrderStatus: 'PartiallyShipped' });
  await step(ctx, { orderId, parcel: '2', items: items(1), tracking: '00340435' });
  expect(await statusOf()).toMatchObject({
    OrderStatus: 'Shipped',
    parcels: { 1: { trackingNumber: '00340434' }, 2: { trackingNumber: '00340435' } },
  });
});

it('is done again after an answer that was lost, and does no harm', async () => {
  const { ctx, orderId, items, statusOf, faults } = await world();
  await faults({ commitThenDrop: 1 });
  const form = { orderId, items: items(2) };
  // The first write to be lost is the sign-in, which leaves nothing behind.
  expect(await failureOf(step(ctx, form))).toMatchObject({ kind: 'transient', code: 'connection-lost' });
  await faults({});
  await step(ctx.again({ outcomeUnknown: true }), form);
  expect(await statusOf()).toMatchObject({ OrderStatus: 'Shipped' });
});

it('says what Amazon does not take', async () => {
  const { ctx, orderId, items } = await world();
  expect(await failureOf(step(ctx, { orderId, items: items(3) }))).toMatchObject({
    kind: 'refused',
    category: 'validation',
    message: 'Amazon refused: More is shipped than was ordered. (InvalidInput)',
  });
  expect(await failureOf(step(ctx, { orderId, items: [] }))).toMatchObject({ kind: 'item', code: 'items-missing' });
  const late = { orderId, items: items(1), shippedAt: 'soon' };
  expect(await failureOf(step(ctx, late))).toMatchObject({ kind: 'item', code: 'time-invalid' });
  expect(await failureOf(step(ctx, { orderId: '902-1', items: items(1) }))).toMatchObject({ code: 'amazon-refused' });
});
