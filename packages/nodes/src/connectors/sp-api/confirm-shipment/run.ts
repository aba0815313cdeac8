import { type RunNode, StepError } from '@lockstep/schema/node';
import { askAmazon } from '../client.ts';
import { marketplacesOf } from '../params.ts';
import type { confirmAmazonShipment } from './definition.ts';

export const runConfirmAmazonShipment: RunNode<typeof confirmAmazonShipment> = async ({ params }, ctx) => {
  const { connection, orderId, parcel, carrier, method, tracking, shippedAt, items } = params;
  if (items.length === 0) throw unfit('items-missing', 'A parcel has at least one item.');
  const left = Date.parse(shippedAt);
  if (Number.isNaN(left)) throw unfit('time-invalid', `"${shippedAt}" is no time such as 2026-11-27T08:00:00Z.`);
  const { settings } = await ctx.connection(connection);
  await askAmazon(ctx, connection, {
    operation: 'confirmShipment',
    method: 'POST',
    path: `/orders/v0/orders/${encodeURIComponent(orderId)}/shipmentConfirmation`,
    body: {
      marketplaceId: marketplacesOf(settings)[0] ?? '',
      packageDetail: {
        packageReferenceId: parcel,
        carrierCode: carrier,
        ...(method !== '' && { shippingMethod: method }),
        trackingNumber: tracking,
        shipDate: new Date(left).toISOString(),
        orderItems: items.map(({ orderItemId, quantity }) => ({ orderItemId, quantity })),
      },
    },
  });
  return { port: 'out', value: { orderId, parcel, tracking } };
};

function unfit(code: string, message: string): StepError {
  return new StepError({ kind: 'item', category: 'validation', code, message });
}
