import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { soldWorld } from '../simulator/documents.testing.ts';

it('delivers a part of a sales order, under our reference, to the items that hold the articles', async () => {
  const { deliver, ctx, state, salesOrder } = await soldWorld();
  expect(await deliver(ctx, { shippingPoint: '1010' })).toEqual({
    port: 'created',
    value: { delivery: '80000001', created: true, reference: '#1001/BER-1' },
  });
  await deliver(ctx, { reference: '#1001/supplier', lines: [{ sku: 'LAMP', quantity: 1 }] });
  expect((await state()).deliveries).toMatchObject([
    {
      DeliveryDocument: '80000001',
      SoldToParty: '10100001',
      ShippingPoint: '1010',
      to_DeliveryDocumentItem: {
        results: [
          {
            ReferenceSDDocument: salesOrder,
            ReferenceSDDocumentItem: '10',
            Material: 'MUG',
            ActualDeliveryQuantity: '3',
          },
        ],
      },
    },
    { to_DeliveryDocumentItem: { results: [{ ReferenceSDDocumentItem: '20', Material: 'LAMP' }] } },
  ]);
});

it('delivers once when the answer was lost', async () => {
  const { deliver, ctx, faults, state } = await soldWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(deliver(ctx))).toMatchObject({ outcomeUnknown: true, retryAfterMs: 3_000 });
  await faults({});
  expect(await deliver(ctx.again({ outcomeUnknown: true }))).toMatchObject({ value: { created: false } });
  expect((await state()).deliveries).toHaveLength(1);
});

it('finds what another run has delivered under this reference, where it is to look always', async () => {
  const { deliver, ctx, state } = await soldWorld();
  await deliver(ctx);
  expect(await deliver(ctx, { lookUp: 'always' })).toMatchObject({ value: { delivery: '80000001', created: false } });
  expect((await state()).deliveries).toHaveLength(1);
});

it('refuses what was not ordered, and what has been delivered', async () => {
  const { deliver, ctx } = await soldWorld();
  expect(await failureOf(deliver(ctx, { lines: [{ sku: 'MUG', quantity: 4 }] }))).toMatchObject({
    kind: 'item',
    code: 'not-in-sales-order',
  });
  expect(await failureOf(deliver(ctx, { lines: [] }))).toMatchObject({ kind: 'item', code: 'nothing-to-deliver' });
  await deliver(ctx);
  expect(await failureOf(deliver(ctx, { reference: '#1001/again' }))).toMatchObject({
    kind: 'refused',
    code: 'sap-refused',
    message: expect.stringContaining('Only 0 of item 10'),
  });
});
