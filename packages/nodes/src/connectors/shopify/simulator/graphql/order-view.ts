import type { JsonObject, JsonValue } from '../../../../simulators/kit/exchange.ts';
import type { ShopifyOrder } from '../order/order.ts';
import { centsOf, moneySetOf } from '../shop/amount.ts';
import { statusOf } from '../shop/fulfilment.ts';
import { keyOf } from '../shop/metafields.ts';
import { type FulfillmentOrder, gid, type OrderDetail, objectsAt, type Transaction } from '../shop/order-book.ts';
import type { Metafield, Shop } from '../shop/shop.ts';
import { LOCATIONS } from '../shop/stock.ts';
import { connection, type Page } from './connection.ts';

const upper = (value: JsonValue | undefined): string => String(value ?? '').toUpperCase();

function money(order: ShopifyOrder, cents: number) {
  const { shop_money: shop, presentment_money: buyer } = moneySetOf(order, cents);
  return {
    shopMoney: { amount: shop.amount, currencyCode: shop.currency_code },
    presentmentMoney: { amount: buyer.amount, currencyCode: buyer.currency_code },
  };
}

/** An order as the GraphQL API shows it; what costs a look is a function. */
export function orderView(shop: Shop, order: ShopifyOrder) {
  const detail = shop.book.detail(order);
  const id = gid('Order', order.id);
  return {
    id,
    legacyResourceId: String(order.id),
    name: order.name,
    email: order.email ?? null,
    note: order.note ?? null,
    createdAt: order.created_at,
    updatedAt: order.updated_at ?? order.created_at,
    currencyCode: order.currency ?? 'EUR',
    displayFinancialStatus: upper(order.financial_status),
    displayFulfillmentStatus: FULFILLMENT_WORDS[String(order.fulfillment_status ?? '')] ?? 'UNFULFILLED',
    totalPriceSet: money(order, centsOf(String(order.total_price ?? '0')) ?? 0),
    totalRefundedSet: () =>
      money(
        order,
        detail.transactions.reduce(
          (sum, { kind, status, amount }) =>
            kind === 'refund' && status === 'success' ? sum + (centsOf(amount) ?? 0) : sum,
          0,
        ),
      ),
    lineItems: (page: Page) =>
      connection(
        objectsAt(order, 'line_items').map((line) => lineView(order, line)),
        page,
      ),
    transactions: ({ first }: Page) =>
      detail.transactions.slice(0, first ?? 250).map((one) => transactionView(order, detail, one)),
    refunds: ({ first }: Page) =>
      objectsAt(order, 'refunds')
        .slice(0, first ?? 250)
        .map((refund) => refundView(shop, order, refund)),
    fulfillments: ({ first }: Page) =>
      objectsAt(order, 'fulfillments')
        .slice(0, first ?? 250)
        .map((body) => fulfillmentView(order, body)),
    fulfillmentOrders: (page: Page) =>
      connection(
        detail.fulfillmentOrders.map((one) => fulfillmentOrderView(order, one)),
        page,
      ),
    metafield: ({ namespace, key }: { namespace?: string | null; key: string }) =>
      metafieldView(shop.metafields.get(keyOf(id, namespace ?? 'custom', key))),
    metafields: ({ namespace, ...page }: Page & { namespace?: string | null }) =>
      connection(
        shop.metafields
          .values()
          .filter((one) => one.ownerId === id && (!namespace || one.namespace === namespace))
          .map(metafieldView),
        page,
      ),
  };
}

const FULFILLMENT_WORDS: Readonly<Record<string, string>> = { partial: 'PARTIALLY_FULFILLED', fulfilled: 'FULFILLED' };

function lineView(order: ShopifyOrder, line: JsonObject) {
  return {
    id: gid('LineItem', line.id),
    name: line.name ?? line.title ?? '',
    title: line.title ?? '',
    sku: line.sku ?? null,
    quantity: line.quantity,
    currentQuantity: line.current_quantity ?? line.quantity,
    unfulfilledQuantity: line.fulfillable_quantity ?? line.quantity,
    requiresShipping: line.requires_shipping !== false,
    originalUnitPriceSet: money(order, centsOf(String(line.price ?? '0')) ?? 0),
  };
}

function lineById(order: ShopifyOrder, id: JsonValue | undefined) {
  return lineView(order, objectsAt(order, 'line_items').find((line) => line.id === id) ?? { id: id ?? 0, quantity: 0 });
}

interface TransactionView {
  readonly [name: string]: unknown;
}

function transactionView(order: ShopifyOrder, detail: OrderDetail, one: Transaction): TransactionView {
  const parent = detail.transactions.find(({ id }) => id === one.parentId);
  return {
    id: gid('OrderTransaction', one.id),
    kind: upper(one.kind),
    status: upper(one.status),
    gateway: one.gateway,
    amountSet: money(order, centsOf(one.amount) ?? 0),
    processedAt: one.at,
    parentTransaction: parent ? () => transactionView(order, detail, parent) : null,
  };
}

export function refundView(shop: Shop, order: ShopifyOrder, refund: JsonObject) {
  const detail = shop.book.detail(order);
  const ids = new Set(objectsAt(refund, 'transactions').map(({ id }) => id));
  const transactions = detail.transactions.filter(({ id }) => ids.has(id));
  return {
    id: gid('Refund', refund.id),
    createdAt: refund.created_at,
    note: refund.note ?? null,
    totalRefundedSet: money(
      order,
      transactions.reduce((sum, { amount }) => sum + (centsOf(amount) ?? 0), 0),
    ),
    refundLineItems: (page: Page) =>
      connection(
        objectsAt(refund, 'refund_line_items').map((line) => ({
          quantity: line.quantity,
          restockType: upper(line.restock_type),
          lineItem: lineById(order, line.line_item_id),
        })),
        page,
      ),
    transactions: (page: Page) =>
      connection(
        transactions.map((one) => transactionView(order, detail, one)),
        page,
      ),
  };
}

export function fulfillmentView(order: ShopifyOrder, body: JsonObject) {
  const { tracking_company: company, tracking_number: number, tracking_url: url } = body;
  return {
    id: gid('Fulfillment', body.id),
    name: body.name ?? '',
    status: upper(body.status ?? 'success'),
    createdAt: body.created_at,
    trackingInfo: () => (number === null && url === null ? [] : [{ company, number, url }]),
    fulfillmentLineItems: (page: Page) =>
      connection(
        objectsAt(body, 'line_items').map((line) => ({
          id: gid('FulfillmentLineItem', line.id),
          quantity: line.quantity,
          lineItem: lineById(order, line.id),
        })),
        page,
      ),
  };
}

function fulfillmentOrderView(order: ShopifyOrder, one: FulfillmentOrder) {
  const location = LOCATIONS.find(({ id }) => id === one.locationId);
  return {
    id: gid('FulfillmentOrder', one.id),
    status: statusOf(one),
    assignedLocation: { name: location?.name ?? '', location: locationView(one.locationId) },
    lineItems: (page: Page) =>
      connection(
        one.lines.map((line) => {
          const lineItem = lineById(order, line.lineItemId);
          const { id, total: totalQuantity, remaining: remainingQuantity } = line;
          return {
            id: gid('FulfillmentOrderLineItem', id),
            totalQuantity,
            remainingQuantity,
            sku: lineItem.sku,
            lineItem,
          };
        }),
        page,
      ),
  };
}

export function locationView(id: number) {
  const found = LOCATIONS.find((location) => location.id === id);
  return found ? { id: gid('Location', id), name: found.name, isActive: true } : null;
}

export function metafieldView(metafield: Metafield | undefined) {
  return metafield ? { ...metafield, id: gid('Metafield', metafield.id) } : null;
}
