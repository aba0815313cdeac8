import { expect, it } from 'vitest';
import { runCancelOrder } from '../cancel-order/run.ts';
import { placeOrder } from '../place-order/definition.ts';
import { runPlaceOrder } from '../place-order/run.ts';
import { supplierWorld } from '../simulator/world.testing.ts';
import { runReadOrder } from './run.ts';

async function placed() {
  const world = await supplierWorld();
  const shipTo = { street: ['Torstraße 140'], city: 'Berlin', country: 'DE' };
  const lines = ['LAMP-OAK', 'CHAIR-ASH', 'DESK'].map((sku) => ({ sku, quantity: 1 }));
  const order = { connection: 'dropship', purchaseOrder: '1001/S', customerOrder: '#1001', shipTo, lines };
  await runPlaceOrder({ params: placeOrder.params.parse(order), input: null }, world.ctx);
  const params = { connection: 'dropship', purchaseOrder: '1001/S' };
  return {
    ...world,
    read: () => runReadOrder({ params, input: null }, world.ctx),
    cancel: () => runCancelOrder({ params, input: null }, world.ctx),
  };
}

it('reads what was said of each line, and what has left', async () => {
  const { read, control } = await placed();
  expect(await read()).toMatchObject({ port: 'found', value: { status: 'new', lines: [{ said: 'nothing' }, {}, {}] } });
  await control('POST', 'acknowledgements', {
    purchaseOrderNumber: '1001/S',
    items: [
      { item: 'CHAIR-ASH', code: 'Backordered', shipDate: '2026-12-04T00:00:00Z' },
      { item: '00003', code: 'Rejected' },
    ],
  });
  await control('POST', 'shipments', { purchaseOrderNumber: '1001/S', items: ['LAMP-OAK'] });
  expect(await read()).toEqual({
    port: 'found',
    value: {
      purchaseOrder: '1001/S',
      status: 'acknowledged',
      lines: [
        { sku: 'LAMP-OAK', ordered: 1, shipped: 1, said: 'accepted' },
        { sku: 'CHAIR-ASH', ordered: 1, shipped: 0, said: 'backordered', expectedOn: '2026-12-04' },
        { sku: 'DESK', ordered: 1, shipped: 0, said: 'rejected' },
      ],
      shipments: [{ trackingNumber: expect.stringMatching(/^DS\d{10}$/), carrier: 'DPD' }],
    },
  });
});

it('leaves by "missing" for a number the supplier does not know', async () => {
  const { ctx } = await supplierWorld();
  const params = { connection: 'dropship', purchaseOrder: 'unheard-of' };
  expect(await runReadOrder({ params, input: null }, ctx)).toEqual({
    port: 'missing',
    value: { purchaseOrder: 'unheard-of' },
  });
});

it('can be cancelled as often as asked, until something has left', async () => {
  const first = await placed();
  expect([(await first.cancel()).port, (await first.cancel()).port]).toEqual(['cancelled', 'cancelled']);
  expect(await first.read()).toMatchObject({ value: { status: 'cancelled' } });
  const second = await placed();
  await second.control('POST', 'shipments', { purchaseOrderNumber: '1001/S', items: ['DESK'] });
  expect(await second.cancel()).toMatchObject({
    port: 'too-late',
    value: { reason: 'Purchase order 1001/S has been shipped. (InvalidRequest)' },
  });
});
