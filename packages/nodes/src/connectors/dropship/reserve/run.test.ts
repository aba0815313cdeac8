import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { runRelease } from '../release/run.ts';
import { supplierWorld } from '../simulator/world.testing.ts';
import { runReserve } from './run.ts';

const lines = [{ sku: 'LAMP-OAK', quantity: 3, cancelledQuantity: 1 }];
const reserve = (ctx: TestContext, more: object = {}) =>
  runReserve({ params: { connection: 'dropship', reservation: '1001/S', lines, ...more }, input: null }, ctx);

it('keeps what is still to be sent, once for all attempts', async () => {
  const { ctx, control, state } = await supplierWorld();
  await reserve(ctx, { reservation: 'warm-up', lines: [{ sku: 'CUP', quantity: 1 }] });
  await control('PUT', 'faults', { commitThenDrop: 1 });
  expect(await failureOf(reserve(ctx))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await control('PUT', 'faults', {});
  expect(await reserve(ctx.again({ outcomeUnknown: true }))).toEqual({
    port: 'reserved',
    value: { reservation: '1001/S', lines: [{ sku: 'LAMP-OAK', requested: 2, reserved: 2, short: 0 }] },
  });
  expect((await state()).stock).toContainEqual({ sku: 'LAMP-OAK', available: 998 });
});

it('goes another way when the supplier has not all of it', async () => {
  const { ctx, control } = await supplierWorld();
  await control('PUT', 'stock', { sku: 'LAMP-OAK', available: 1 });
  expect(await reserve(ctx)).toMatchObject({ port: 'short', value: { lines: [{ reserved: 1, short: 1 }] } });
});

it('is done without a call when nothing is to be sent', async () => {
  const { ctx } = await supplierWorld();
  expect(await reserve(ctx, { lines: [{ sku: 'CARD', quantity: 1, shippable: false }] })).toEqual({
    port: 'reserved',
    value: { reservation: null, lines: [] },
  });
  expect(ctx.requests).toEqual([]);
});

it('is given back once, however often that is asked', async () => {
  const { ctx, state } = await supplierWorld();
  await reserve(ctx);
  const release = (reservation: string | null) =>
    runRelease({ params: { connection: 'dropship', reservation }, input: null }, ctx);
  await release('1001/S');
  await release('1001/S');
  const calls = ctx.requests.length;
  expect(await release(null)).toEqual({ port: 'released', value: { reservation: null } });
  expect(ctx.requests).toHaveLength(calls);
  const { stock, reservations } = await state();
  expect([stock, reservations]).toMatchObject([[{ sku: 'LAMP-OAK', available: 1000 }], [{ status: 'RELEASED' }]]);
});
