import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { askBusinessCentral } from '../client.ts';
import { createBcSalesOrder } from '../create-sales-order/definition.ts';
import { runCreateBcSalesOrder } from '../create-sales-order/run.ts';
import { bcWorld } from '../simulator/world.testing.ts';
import { cancelBcSalesOrder } from './definition.ts';
import { runCancelBcSalesOrder } from './run.ts';

const ORDER = {
  reference: '#1001',
  lines: [
    { sku: '1896-S', quantity: 3 },
    { sku: '1900-S', quantity: 1 },
  ],
};
const cancel = (ctx: TestContext, number = '101001') =>
  runCancelBcSalesOrder({ params: cancelBcSalesOrder.params.parse({ connection: 'bc', number }), input: null }, ctx);

async function ordered() {
  const world = await bcWorld();
  const params = createBcSalesOrder.params.parse({ connection: 'bc', customerNumber: '10000' });
  const { value } = await runCreateBcSalesOrder({ params, input: createBcSalesOrder.input.parse(ORDER) }, world.ctx);
  const lines = async () =>
    (await world.state()).records
      .filter(({ entity }) => entity === 'salesOrderLines')
      .map(({ quantity, shippedQuantity = 0 }) => ({ quantity, shippedQuantity }));
  const post = () => {
    const path = `salesOrders(${value.id})/Microsoft.NAV.shipAndInvoice`;
    return askBusinessCentral(world.ctx, 'bc', { method: 'POST', path, write: true });
  };
  const ship = async (at: number, shipQuantity: number) => {
    const all = (await world.state()).records.filter(({ entity }) => entity === 'salesOrderLines');
    const path = `salesOrderLines(${all[at]?.id})`;
    const headers = { 'if-match': '*' };
    await askBusinessCentral(world.ctx, 'bc', { method: 'PATCH', path, body: { shipQuantity }, headers, write: true });
  };
  return { ...world, lines, post, ship };
}

it('leaves an order that was not shipped with nothing to ship, and asked twice changes nothing more', async () => {
  const { ctx, lines, post } = await ordered();
  expect(await cancel(ctx)).toEqual({ port: 'cancelled', value: { number: '101001', lines: 2 } });
  expect(await lines()).toMatchObject([{ quantity: 0 }, { quantity: 0 }]);
  expect(await cancel(ctx)).toEqual({ port: 'cancelled', value: { number: '101001', lines: 0 } });
  expect(await failureOf(post())).toMatchObject({ message: expect.stringContaining('nothing to post') });
});

it('takes back the rest of an order of which a part was shipped', async () => {
  const { ctx, lines, post, ship } = await ordered();
  await ship(0, 2);
  await ship(1, 0);
  await post();
  expect(await cancel(ctx)).toMatchObject({ port: 'cancelled', value: { lines: 2 } });
  expect(await lines()).toEqual([
    { quantity: 2, shippedQuantity: 2 },
    { quantity: 0, shippedQuantity: 0 },
  ]);
  expect(await cancel(ctx)).toMatchObject({ port: 'kept', value: { why: 'all of it was shipped' } });
});

it('goes on with the lines that are left when an answer was lost', async () => {
  const { ctx, faults, lines } = await ordered();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(cancel(ctx))).toMatchObject({ kind: 'transient' });
  await faults({});
  expect(await cancel(ctx.again({ outcomeUnknown: true }))).toMatchObject({ port: 'cancelled' });
  expect(await lines()).toMatchObject([{ quantity: 0 }, { quantity: 0 }]);
});

it('is too late for an order that was posted, and refuses one that never was', async () => {
  const { ctx, post } = await ordered();
  await post();
  expect(await cancel(ctx)).toMatchObject({ port: 'kept', value: { why: 'all of it was shipped and invoiced' } });
  expect(await failureOf(cancel(ctx, '999'))).toMatchObject({ kind: 'refused', code: 'bc-order-unknown' });
});
