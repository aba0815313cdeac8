import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { placeOrder } from '../place-order/definition.ts';
import { runPlaceOrder } from '../place-order/run.ts';
import { supplierWorld } from '../simulator/world.testing.ts';
import { runCheckTransaction } from './run.ts';

it('says when the supplier has taken what it answered with 202', async () => {
  const { ctx, clock } = await supplierWorld();
  const shipTo = { street: ['Torstraße 140'], city: 'Berlin', country: 'DE' };
  const lines = [{ sku: 'LAMP-OAK', quantity: 1 }];
  const order = { connection: 'dropship', purchaseOrder: '1001/S', customerOrder: '#1001', shipTo, lines };
  const { value } = await runPlaceOrder({ params: placeOrder.params.parse(order), input: null }, ctx);
  const params = { connection: 'dropship', transactionId: value.transactionId ?? '' };
  const ask = () => runCheckTransaction({ params, input: null }, ctx);
  expect(await ask()).toEqual({ port: 'processing', value: { transactionId: params.transactionId } });
  clock.now += 200;
  expect(await ask()).toEqual({ port: 'taken', value: { transactionId: params.transactionId } });
  const unknown = runCheckTransaction({ params: { ...params, transactionId: 'x' }, input: null }, ctx);
  expect(await failureOf(unknown)).toMatchObject({ kind: 'refused', code: 'dropship-refused' });
});
