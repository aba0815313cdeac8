import type { RunNode } from '@lockstep/schema/node';
import { askSupplier, unreadable } from '../client.ts';
import { placedOrder, SupplierOrder } from '../order-shape.ts';
import type { readSupplierOrder } from './definition.ts';

export const runReadOrder: RunNode<typeof readSupplierOrder> = async ({ params }, ctx) => {
  const { connection, purchaseOrder } = params;
  const path = `/orders/v1/purchaseOrders/${encodeURIComponent(purchaseOrder)}`;
  const { status, body } = await askSupplier(ctx, connection, { method: 'GET', path, also: [404] });
  if (status === 404) return { port: 'missing', value: { purchaseOrder } };
  const order = SupplierOrder.safeParse(body.payload);
  if (!order.success) throw unreadable(false);
  return { port: 'found', value: placedOrder(order.data) };
};
