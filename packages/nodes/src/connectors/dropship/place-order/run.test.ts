import { describe, expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { runCheckTransaction } from '../check-transaction/run.ts';
import { supplierWorld } from '../simulator/world.testing.ts';
import { placeOrder } from './definition.ts';
import { runPlaceOrder } from './run.ts';

const shipTo = { name: 'Jana Müller', street: ['Torstraße 140'], city: 'Berlin', postalCode: '10119', country: 'DE' };
const lines = [
  { sku: 'LAMP-OAK', quantity: 2, cancelledQuantity: 1 },
  { sku: 'CARD', quantity: 1, shippable: false },
];
const step = (ctx: TestContext, form: object = {}) => {
  const given = { connection: 'dropship', purchaseOrder: '1001/S', customerOrder: '#1001', shipTo, lines, ...form };
  return runPlaceOrder({ params: placeOrder.params.parse(given), input: null }, ctx);
};

it('orders what is still to be sent, under our number, and goes on with a transaction', async () => {
  const { ctx, state } = await supplierWorld();
  const { value } = await step(ctx, { shipBy: '2026-11-30' });
  expect(value).toEqual({ purchaseOrder: '1001/S', transactionId: expect.stringMatching(/^20261123/), created: true });
  expect((await state()).purchaseOrders).toMatchObject([
    {
      purchaseOrderNumber: '1001/S',
      orderDetails: {
        customerOrderNumber: '#1001',
        sellingParty: { partyId: 'RETAIL-01' },
        shipToParty: { addressLine1: 'Torstraße 140', countryCode: 'DE' },
        shipmentDetails: { shipmentDates: { requiredShipDate: '2026-11-30T00:00:00Z' } },
        items: [{ itemSequenceNumber: '00001', vendorProductIdentifier: 'LAMP-OAK', orderedQuantity: { amount: 1 } }],
      },
    },
  ]);
});

it('orders once when the answer was lost, although the supplier would take the number twice', async () => {
  const { ctx, control, state } = await supplierWorld();
  await step(ctx, { purchaseOrder: 'warm-up' });
  await control('PUT', 'faults', { commitThenDrop: 1 });
  const lost = await failureOf(step(ctx));
  expect(lost).toMatchObject({ kind: 'transient', outcomeUnknown: true, retryAfterMs: 2_000 });
  await control('PUT', 'faults', {});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ value: { created: false } });
  expect((await state()).purchaseOrders.map(({ purchaseOrderNumber }) => purchaseOrderNumber)).toEqual([
    'warm-up',
    '1001/S',
  ]);
  await step(ctx);
  expect((await state()).purchaseOrders).toHaveLength(3);
});

it('places an order anew that the supplier has found wrong', async () => {
  const { ctx, control, clock, state } = await supplierWorld();
  await control('PUT', 'faults', { failTransaction: 1 });
  const { value } = await step(ctx);
  const params = { connection: 'dropship', transactionId: value.transactionId ?? '' };
  expect((await runCheckTransaction({ params, input: null }, ctx)).port).toBe('processing');
  clock.now += 300;
  expect(await runCheckTransaction({ params, input: null }, ctx)).toMatchObject({
    port: 'refused',
    value: { reason: 'Invalid shipToParty. (InvalidInput)', errors: [{ code: 'InvalidInput' }] },
  });
  await control('PUT', 'faults', {});
  expect(await step(ctx.again())).toMatchObject({ value: { created: true } });
  expect((await state()).purchaseOrders.map(({ orderDetails }) => orderDetails.orderStatus)).toEqual([
    'REJECTED',
    'NEW',
  ]);
});

it('fetches another token when the one it has is over', async () => {
  const { ctx, control } = await supplierWorld();
  await step(ctx);
  await control('DELETE', 'tokens');
  expect(await step(ctx, { purchaseOrder: '1002/S' })).toMatchObject({ port: 'sent' });
});

describe('failures', () => {
  it('are of the message when nothing is to be sent, or the address is none', async () => {
    const { ctx } = await supplierWorld();
    expect(await failureOf(step(ctx, { lines: lines.slice(1) }))).toMatchObject({
      kind: 'item',
      code: 'nothing-to-order',
    });
    expect(await failureOf(step(ctx, { shipTo: {} }))).toMatchObject({ kind: 'item', code: 'address-invalid' });
    expect(ctx.requests).toEqual([]);
  });

  it('pass by themselves beyond the quota, and are told in words where the supplier refuses', async () => {
    const { ctx, control } = await supplierWorld({ perSecond: 0.5 });
    await step(ctx);
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', category: 'rate' });
    await control('PUT', 'faults', { status: 400 });
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'refused', code: 'dropship-refused' });
  });

  it('say that the supplier does not let us in', async () => {
    const { connection } = await supplierWorld();
    const wrong = { ...connection, settings: { ...connection.settings, clientSecret: 'x' } };
    const { ctx } = await supplierWorld({}, { connections: [wrong] });
    expect(await failureOf(step(ctx))).toMatchObject({
      kind: 'refused',
      code: 'dropship-no-token',
      message: 'The supplier does not let us in: invalid_client.',
    });
  });

  it.each(['<html>', '{"payload":{}}'])('leave open what an unreadable success did: %j', async (text) => {
    const { baseUrl } = await serverFor(({ url }) => ({
      status: 200,
      body: url === '/auth/o2/token' ? '{"access_token":"t"}' : text,
    }));
    const { ctx, connection } = await supplierWorld();
    const { ctx: other } = await supplierWorld({}, { connections: [{ ...connection, baseUrl }] });
    expect(await failureOf(step(other))).toMatchObject({ code: 'dropship-answer-unreadable', outcomeUnknown: true });
    expect(ctx.requests).toEqual([]);
  });
});
