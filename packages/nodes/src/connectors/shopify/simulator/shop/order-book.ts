import { isObject, type JsonObject, type JsonValue } from '../../../../simulators/kit/exchange.ts';
import { type Kept, keepLast } from '../../../../simulators/kit/kept.ts';
import type { ShopifyOrder } from '../order/order.ts';
import type { OrderRecord } from '../order-list.ts';

/** A movement of money of an order: the sale that paid it, and refunds of it. */
export interface Transaction {
  readonly id: number;
  readonly kind: 'sale' | 'refund';
  readonly status: 'success' | 'pending' | 'failure';
  readonly gateway: string;
  /** Decimal, in the currency of the shop. */
  readonly amount: string;
  readonly parentId: number | null;
  readonly at: string;
}

/** What one location has to send for an order. */
export interface FulfillmentOrder {
  readonly id: number;
  readonly locationId: number;
  readonly lines: readonly {
    readonly id: number;
    readonly lineItemId: number;
    readonly total: number;
    readonly remaining: number;
  }[];
}

/** What Shopify knows of an order beside the body it shows. */
export interface OrderDetail {
  readonly transactions: readonly Transaction[];
  readonly fulfillmentOrders: readonly FulfillmentOrder[];
}

/** Orders as the shop keeps them: the body of the REST API, and what goes on behind it. */
export interface OrderBook {
  order(id: number): ShopifyOrder | undefined;
  /** Made at the first look: the sale that paid the order, and one fulfilment order for all that is sent. */
  detail(order: ShopifyOrder): OrderDetail;
  /** A changed order; its place in lists stays. */
  save(order: ShopifyOrder, detail: OrderDetail): void;
  /** Id of the order a fulfilment order is of. */
  byFulfillmentOrder(id: number): number | undefined;
  records(): readonly OrderRecord[];
}

export function createOrderBook(
  orders: Kept<number, OrderRecord>,
  settings: { readonly nextId: () => number; readonly locationId: number; readonly keep: number },
): OrderBook {
  const details = keepLast<number, OrderDetail>(settings.keep);
  const ofFulfillmentOrder = keepLast<number, number>(settings.keep);
  return {
    order: (id) => {
      const record = orders.get(id);
      return record && (JSON.parse(record.rawBody.toString()) as ShopifyOrder);
    },
    detail: (order) => {
      const known = details.get(order.id);
      if (known) return known;
      const made = firstDetail(order, settings);
      details.set(order.id, made);
      for (const { id } of made.fulfillmentOrders) ofFulfillmentOrder.set(id, order.id);
      return made;
    },
    save: (order, detail) => {
      const record = orders.get(order.id);
      const rawBody = Buffer.from(JSON.stringify(order));
      if (record) orders.set(order.id, { ...record, cancelled: typeof order.cancelled_at === 'string', rawBody });
      details.set(order.id, detail);
    },
    byFulfillmentOrder: (id) => ofFulfillmentOrder.get(id),
    records: () => orders.values(),
  };
}

function firstDetail(
  order: ShopifyOrder,
  { nextId, locationId }: { readonly nextId: () => number; readonly locationId: number },
): OrderDetail {
  const paid = ['paid', 'partially_refunded', 'refunded'].includes(String(order.financial_status));
  const gateways = order.payment_gateway_names;
  const sale: Transaction = {
    id: nextId(),
    kind: 'sale',
    status: 'success',
    gateway: String((Array.isArray(gateways) ? gateways[0] : undefined) ?? 'shopify_payments'),
    amount: String(order.total_price ?? '0.00'),
    parentId: null,
    at: String(order.processed_at ?? order.created_at),
  };
  const shipped = objectsAt(order, 'line_items').filter((line) => line.requires_shipping !== false);
  return {
    transactions: paid ? [sale] : [],
    fulfillmentOrders: [
      {
        id: nextId(),
        locationId,
        lines: shipped.map((line) => ({
          id: nextId(),
          lineItemId: Number(line.id),
          total: Number(line.quantity),
          remaining: Number(line.fulfillable_quantity ?? line.quantity),
        })),
      },
    ],
  };
}

/** The objects of a list of a body; none where there is no such list. */
export function objectsAt(body: JsonObject, name: string): readonly JsonObject[] {
  const list = body[name];
  return Array.isArray(list) ? list.filter((one: JsonValue) => isObject(one)) : [];
}

/** The number at the end of a global id of this type; undefined for any other text. */
export function idOf(gid: string, type: string): number | undefined {
  const id = new RegExp(`^gid://shopify/${type}/(\\d+)$`).exec(gid)?.[1];
  return id === undefined ? undefined : Number(id);
}

export function gid(type: string, id: JsonValue | undefined): string {
  return `gid://shopify/${type}/${String(id)}`;
}
