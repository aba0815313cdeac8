import { type RunNode, StepError } from '@lockstep/schema/node';
import { openLines } from '../../kit/order-lines.ts';
import { textAt } from '../../kit/read-json.ts';
import { postToWms, unreadable } from '../client.ts';
import type { releaseShipment } from './definition.ts';

export const runReleaseShipment: RunNode<typeof releaseShipment> = async ({ params }, ctx) => {
  const { orderRef, warehouse, service, allocationId, shipTo } = params;
  const lines = openLines(params.lines)
    .filter(({ shippable }) => shippable)
    .map(({ sku, quantity }) => ({ sku, quantity }));
  if (lines.length === 0) {
    const message = `Order ${orderRef} has nothing for ${warehouse} to send.`;
    throw new StepError({ kind: 'item', category: 'business', code: 'nothing-to-ship', message });
  }
  const { status, body } = await postToWms(ctx, params.connection, {
    path: '/v1/shipments',
    body: {
      orderRef,
      warehouse,
      service,
      ...(allocationId !== undefined && { allocationId }),
      ...(shipTo !== undefined && shipTo !== null && { shipTo }),
      lines,
    },
  });
  const shipmentId = textAt(body, 'id');
  if (shipmentId === undefined) throw unreadable(status);
  return { port: 'released', value: { shipmentId, orderRef, warehouse, lines } };
};
