import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { wmsWorld } from '../simulator/world.testing.ts';

it('has the warehouse send what is open, under the allocation it uses up', async () => {
  const { release, ctx, state } = await wmsWorld();
  expect(await release(ctx, { shipTo: { city: 'Berlin' }, allocationId: 'al_1' })).toEqual({
    port: 'released',
    value: {
      shipmentId: expect.stringMatching(/^sh_/),
      orderRef: '#1001',
      warehouse: 'BER-1',
      lines: [{ sku: 'MUG', quantity: 2 }],
    },
  });
  expect((await state()).shipments).toMatchObject([
    { orderRef: '#1001', allocationId: 'al_1', status: 'released', lines: [{ sku: 'MUG', quantity: 2, shipped: 0 }] },
  ]);
});

it('releases once when the attempt is repeated because its answer was lost', async () => {
  const { release, ctx, control, state } = await wmsWorld();
  await control('PUT', 'faults', { commitThenDrop: 1 });
  expect(await failureOf(release(ctx))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await control('PUT', 'faults', {});
  expect(await release(ctx.again({ outcomeUnknown: true }))).toMatchObject({ port: 'released' });
  expect((await state()).shipments).toHaveLength(1);
});

it('says when there is nothing to send, and leaves open what an unreadable success did', async () => {
  const { release, ctx } = await wmsWorld();
  expect(await failureOf(release(ctx, { lines: [] }))).toMatchObject({ kind: 'item', code: 'nothing-to-ship' });
  const { baseUrl } = await serverFor(() => ({ status: 201, body: '{}' }));
  const { ctx: other } = await wmsWorld({ baseUrl });
  expect(await failureOf(release(other))).toMatchObject({ code: 'wms-answer-unreadable', outcomeUnknown: true });
});
