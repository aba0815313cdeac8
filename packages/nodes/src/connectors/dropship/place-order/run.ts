import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { textAt } from '../../kit/read-json.ts';
import { askSupplier, sellingParty, unreadable } from '../client.ts';
import { itemsOf, SupplierOrder, shipToParty } from '../order-shape.ts';
import type { placeOrder } from './definition.ts';

/** A lost answer does not stop the supplier: the order may be there a moment after we look. */
const SETTLE_MS = 2_000;

export const runPlaceOrder: RunNode<typeof placeOrder> = async ({ params }, ctx) => {
  const { connection, purchaseOrder } = params;
  const items = itemsOf(params.lines);
  if (items.length === 0) {
    const message = `Purchase order ${purchaseOrder} has nothing left to send.`;
    throw new StepError({ kind: 'item', category: 'business', code: 'nothing-to-order', message });
  }
  const order: JsonObject = {
    purchaseOrderNumber: purchaseOrder,
    orderDetails: {
      customerOrderNumber: params.customerOrder,
      orderDate: new Date(ctx.now).toISOString(),
      orderStatus: 'NEW',
      shipmentDetails: {
        isPriorityShipment: false,
        isPslipRequired: true,
        ...(params.shipBy !== undefined && {
          shipmentDates: { requiredShipDate: `${params.shipBy.slice(0, 10)}T00:00:00Z` },
        }),
      },
      sellingParty: await sellingParty(ctx, connection),
      shipToParty: shipToParty(params.shipTo),
      items: [...items],
      ...(params.reservation !== undefined && { reservationReference: params.reservation }),
    },
  };
  if (params.lookUp === 'always' || ctx.outcomeUnknown || ctx.attempt > 1 || ctx.trigger.kind === 'replay') {
    const known = await findOrder(ctx, connection, purchaseOrder);
    if (known) {
      return { port: 'sent', value: { purchaseOrder, transactionId: known.transactionId ?? null, created: false } };
    }
  }
  const { body } = await settled(
    askSupplier(ctx, connection, { method: 'POST', path: '/orders/v1/purchaseOrders', body: { orders: [order] } }),
  );
  const transactionId = textAt(body, 'payload', 'transactionId');
  if (transactionId === undefined) throw unreadable(true);
  return { port: 'sent', value: { purchaseOrder, transactionId, created: true } };
};

async function findOrder(ctx: StepContext, connection: string, number: string): Promise<SupplierOrder | undefined> {
  const path = `/orders/v1/purchaseOrders/${encodeURIComponent(number)}`;
  const { status, body } = await askSupplier(ctx, connection, { method: 'GET', path, also: [404] });
  if (status === 404) return undefined;
  const order = SupplierOrder.safeParse(body.payload);
  // One that was refused is no order: it is placed anew.
  if (order.success) return order.data.orderDetails.orderStatus === 'REJECTED' ? undefined : order.data;
  throw unreadable(false);
}

/** Makes a failure with an unknown outcome ask for the time in which the outcome settles. */
async function settled<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof StepError) || error.failure.outcomeUnknown !== true) throw error;
    const retryAfterMs = Math.max(SETTLE_MS, error.failure.retryAfterMs ?? 0);
    throw new StepError({ ...error.failure, retryAfterMs }, { cause: error });
  }
}
