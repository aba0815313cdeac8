import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { wmsWorld } from '../simulator/world.testing.ts';
import { runCancelShipment } from './run.ts';

it('stops a shipment that is not packed, once however often it is asked, and gives its pieces back', async () => {
  const { release, ctx, state, allocate } = await wmsWorld();
  const { value } = await release(ctx, { allocationId: await allocate() });
  const cancel = () =>
    runCancelShipment({ params: { connection: 'wms', shipmentId: value.shipmentId }, input: null }, ctx);
  expect([(await cancel()).port, (await cancel()).port]).toEqual(['cancelled', 'cancelled']);
  const { shipments, stock } = await state();
  expect([shipments, stock]).toMatchObject([[{ status: 'cancelled' }], [{ sku: 'MUG', onHand: 1000, allocated: 0 }]]);
});

it('says that it is too late once it is packed', async () => {
  const { release, ctx, control } = await wmsWorld();
  const { value } = await release(ctx);
  for (const move of ['pick', 'pack']) await control('POST', 'moves', { orderRef: '#1001', move });
  const params = { connection: 'wms', shipmentId: value.shipmentId };
  expect(await runCancelShipment({ params, input: null }, ctx)).toMatchObject({
    port: 'too-late',
    value: { reason: expect.stringContaining('is packed: it cannot be stopped any more') },
  });
  const unknown = runCancelShipment({ params: { ...params, shipmentId: 'sh_x' }, input: null }, ctx);
  expect(await failureOf(unknown)).toMatchObject({ kind: 'refused', code: 'wms-refused' });
});
