import type { JsonObject } from '../../../../simulators/kit/exchange.ts';
import type { ShopifyOrder } from '../order/order.ts';
import { type FulfillmentOrder, gid, idOf, type OrderDetail, objectsAt } from './order-book.ts';
import { domainOf, type Made, refused, type Shop, shopTime } from './shop.ts';

export interface FulfillmentInput {
  readonly lineItemsByFulfillmentOrder: readonly {
    readonly fulfillmentOrderId: string;
    readonly fulfillmentOrderLineItems?: readonly { readonly id: string; readonly quantity: number }[] | null;
  }[];
  readonly notifyCustomer?: boolean | null;
  readonly trackingInfo?: {
    readonly company?: string | null;
    readonly number?: string | null;
    readonly url?: string | null;
  } | null;
}

/**
 * Says that lines of fulfilment orders of one order and one location were sent. Knows no idempotency key: a repeat makes
 * another fulfilment while something is left to send.
 *
 * @see shopify.dev, fulfillmentCreate
 */
export function createFulfillment(
  shop: Shop,
  input: FulfillmentInput,
): Made<{ order: ShopifyOrder; body: JsonObject }> {
  const field = ['fulfillment', 'lineItemsByFulfillmentOrder'];
  const found = input.lineItemsByFulfillmentOrder.map(({ fulfillmentOrderId }) => find(shop, fulfillmentOrderId));
  const [first] = found;
  if (first === undefined || found.some((one) => one === undefined)) {
    return refused(field, 'Fulfillment order does not exist.');
  }
  if (found.some((one) => one?.order.id !== first.order.id || one.part.locationId !== first.part.locationId)) {
    return refused(field, 'Fulfillment orders must belong to the same order and have the same assigned location.');
  }
  if (shop.refuses()) return refused(field, 'Fulfillment order is on hold.');
  const { order } = first;
  const sent: { readonly lineItemId: number; readonly quantity: number }[] = [];
  let detail: OrderDetail = shop.book.detail(order);
  for (const asked of input.lineItemsByFulfillmentOrder) {
    const taken = take(detail, asked);
    if (typeof taken === 'string') return refused(field, taken);
    detail = taken.detail;
    sent.push(...taken.sent);
  }
  if (sent.length === 0) return refused(field, 'Fulfillment order does not have items to fulfill.');
  const at = shopTime(shop, order);
  const body = printFulfillment(order, { id: shop.nextId(), at, input, sent, locationId: first.part.locationId });
  const changed = withFulfillment(order, body, sent, at);
  shop.book.save(changed, detail);
  const about = { orderId: order.id, shopDomain: domainOf(order) };
  shop.tell('fulfillments/create', about, body);
  shop.tell('orders/updated', about, changed);
  return { made: { order: changed, body } };
}

function find(shop: Shop, fulfillmentOrderId: string) {
  const id = idOf(fulfillmentOrderId, 'FulfillmentOrder');
  const known = id === undefined ? undefined : shop.book.byFulfillmentOrder(id);
  const order = known === undefined ? undefined : shop.book.order(known);
  const part = order && shop.book.detail(order).fulfillmentOrders.find((one) => one.id === id);
  return order && part ? { order, part } : undefined;
}

function take(
  detail: OrderDetail,
  { fulfillmentOrderId, fulfillmentOrderLineItems }: FulfillmentInput['lineItemsByFulfillmentOrder'][number],
) {
  const part = detail.fulfillmentOrders.find(({ id }) => gid('FulfillmentOrder', id) === fulfillmentOrderId);
  if (!part) return 'Fulfillment order does not exist.';
  const asked = fulfillmentOrderLineItems ?? [];
  const wanted =
    asked.length > 0
      ? asked
      : part.lines
          .filter(({ remaining }) => remaining > 0)
          .map(({ id, remaining }) => ({ id: gid('FulfillmentOrderLineItem', id), quantity: remaining }));
  const sent: { lineItemId: number; quantity: number }[] = [];
  let { lines } = part;
  for (const { id, quantity } of wanted) {
    const line = lines.find((one) => gid('FulfillmentOrderLineItem', one.id) === id);
    if (!line || quantity < 1 || quantity > line.remaining) {
      return 'Invalid fulfillment order line item quantity requested.';
    }
    lines = lines.map((one) => (one === line ? { ...one, remaining: one.remaining - quantity } : one));
    sent.push({ lineItemId: line.lineItemId, quantity });
  }
  const changed: FulfillmentOrder = { ...part, lines };
  const fulfillmentOrders = detail.fulfillmentOrders.map((one) => (one === part ? changed : one));
  return { detail: { ...detail, fulfillmentOrders }, sent };
}

/** `OPEN`, `IN_PROGRESS` or `CLOSED`, as what is left says. */
export function statusOf({ lines }: FulfillmentOrder): string {
  if (lines.every(({ remaining }) => remaining === 0)) return 'CLOSED';
  return lines.every(({ remaining, total }) => remaining === total) ? 'OPEN' : 'IN_PROGRESS';
}

interface Sent {
  readonly id: number;
  readonly at: string;
  readonly input: FulfillmentInput;
  readonly sent: readonly { readonly lineItemId: number; readonly quantity: number }[];
  readonly locationId: number;
}

/** A fulfilment as the REST API and `fulfillments/create` show it. */
function printFulfillment(order: ShopifyOrder, { id, at, input, sent, locationId }: Sent): JsonObject {
  const { company = null, number = null, url = null } = input.trackingInfo ?? {};
  return {
    id,
    admin_graphql_api_id: gid('Fulfillment', id),
    order_id: order.id,
    name: `${order.name}.${objectsAt(order, 'fulfillments').length + 1}`,
    status: 'success',
    created_at: at,
    updated_at: at,
    service: 'manual',
    shipment_status: null,
    location_id: locationId,
    tracking_company: company,
    tracking_number: number,
    tracking_numbers: number === null ? [] : [number],
    tracking_url: url,
    tracking_urls: url === null ? [] : [url],
    line_items: sent.map(({ lineItemId, quantity }) => {
      const line = objectsAt(order, 'line_items').find((one) => one.id === lineItemId) ?? {};
      return { ...line, quantity };
    }),
  };
}

function withFulfillment(order: ShopifyOrder, body: JsonObject, sent: Sent['sent'], at: string): ShopifyOrder {
  const line_items = objectsAt(order, 'line_items').map((line) => {
    const quantity = sent.filter((one) => one.lineItemId === line.id).reduce((sum, one) => sum + one.quantity, 0);
    if (quantity === 0) return line;
    const left = Number(line.fulfillable_quantity ?? line.quantity) - quantity;
    return { ...line, fulfillable_quantity: left, fulfillment_status: left === 0 ? 'fulfilled' : 'partial' };
  });
  const open = line_items.some(
    (line) => line.requires_shipping !== false && Number(line.fulfillable_quantity ?? line.quantity) > 0,
  );
  return {
    ...order,
    updated_at: at,
    line_items,
    fulfillment_status: open ? 'partial' : 'fulfilled',
    fulfillments: [...objectsAt(order, 'fulfillments'), body],
  } as ShopifyOrder;
}
