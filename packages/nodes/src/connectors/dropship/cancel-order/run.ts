import type { RunNode } from '@lockstep/schema/node';
import { askSupplier } from '../client.ts';
import { errorsOf, saidBy } from '../failures.ts';
import type { cancelSupplierOrder } from './definition.ts';

export const runCancelOrder: RunNode<typeof cancelSupplierOrder> = async ({ params }, ctx) => {
  const { connection, purchaseOrder } = params;
  const path = `/orders/v1/purchaseOrders/${encodeURIComponent(purchaseOrder)}/cancellation`;
  const { status, body } = await askSupplier(ctx, connection, { method: 'POST', path, body: {}, also: [409] });
  if (status === 409) return { port: 'too-late', value: { purchaseOrder, reason: saidBy(errorsOf(body)) } };
  return { port: 'cancelled', value: { purchaseOrder } };
};
