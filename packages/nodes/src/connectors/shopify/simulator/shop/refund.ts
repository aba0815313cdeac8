import type { JsonObject } from '../../../../simulators/kit/exchange.ts';
import type { ShopifyOrder } from '../order/order.ts';
import { centsOf, moneySetOf, printAmount } from './amount.ts';
import { gid, idOf, type OrderDetail, objectsAt, type Transaction } from './order-book.ts';
import { domainOf, type Made, refused, type Shop, shopTime } from './shop.ts';
import { itemBySku } from './stock.ts';

export interface RefundInput {
  readonly orderId: string;
  readonly note?: string | null;
  readonly notify?: boolean | null;
  readonly allowOverRefunding?: boolean | null;
  readonly refundLineItems?: readonly {
    readonly lineItemId: string;
    readonly quantity: number;
    readonly restockType?: 'CANCEL' | 'NO_RESTOCK' | 'RETURN' | null;
    readonly locationId?: string | null;
  }[];
  readonly transactions?: readonly {
    readonly orderId: string;
    readonly amount: string;
    readonly gateway: string;
    readonly kind: string;
    readonly parentId?: string | null;
  }[];
}

/**
 * Gives money of an order back, and goods if it says so. The money is that of `transactions`; lines alone move none.
 *
 * @see shopify.dev, refundCreate
 */
export function createRefund(shop: Shop, input: RefundInput): Made<{ order: ShopifyOrder; refund: JsonObject }> {
  const order = shop.book.order(idOf(input.orderId, 'Order') ?? -1);
  if (!order) return refused(['orderId'], 'Order does not exist');
  if (shop.refuses()) return refused(null, 'The refund was declined by the payment provider');
  const detail = shop.book.detail(order);
  const lines = readLines(order, input);
  if ('userErrors' in lines) return lines;
  const money = readMoney(shop, order, detail, input);
  if ('userErrors' in money) return money;
  const at = shopTime(shop, order);
  const id = shop.nextId();
  const refund = printRefund(order, { id, at, input, lines: lines.made, transactions: money.made });
  const changed = withRefund(order, refund, [...detail.transactions, ...money.made], at);
  shop.book.save(changed, {
    transactions: [...detail.transactions, ...money.made],
    fulfillmentOrders: detail.fulfillmentOrders.map((one) => ({
      ...one,
      lines: one.lines.map((line) => {
        const cancelled = lines.made.find(({ item, restock }) => restock === 'cancel' && item.id === line.lineItemId);
        return cancelled ? { ...line, remaining: Math.max(0, line.remaining - cancelled.quantity) } : line;
      }),
    })),
  });
  for (const { item, quantity, restock, locationId } of lines.made) {
    const stocked = itemBySku(String(item.sku));
    const before = stocked && locationId !== null ? shop.stock.available(stocked.id, locationId) : undefined;
    if (restock === 'no_restock' || !stocked || locationId === null || before === undefined) continue;
    shop.stock.set(stocked.id, locationId, before + quantity);
  }
  const about = { orderId: order.id, shopDomain: domainOf(order) };
  shop.tell('refunds/create', about, refund);
  shop.tell('orders/updated', about, changed);
  return { made: { order: changed, refund } };
}

interface ReturnedLine {
  readonly item: JsonObject;
  readonly quantity: number;
  readonly restock: 'cancel' | 'no_restock' | 'return';
  readonly locationId: number | null;
}

function readLines(order: ShopifyOrder, { refundLineItems = [] }: RefundInput): Made<readonly ReturnedLine[]> {
  const read: ReturnedLine[] = [];
  for (const [at, { lineItemId, quantity, restockType, locationId }] of refundLineItems.entries()) {
    const field = ['refundLineItems', String(at)];
    const item = objectsAt(order, 'line_items').find((line) => gid('LineItem', line.id) === lineItemId);
    if (!item) return refused([...field, 'lineItemId'], 'Line item does not exist');
    if (quantity < 1 || quantity > Number(item.current_quantity ?? item.quantity)) {
      return refused([...field, 'quantity'], 'Quantity cannot refund more items than were purchased');
    }
    const restock = (restockType ?? 'NO_RESTOCK').toLowerCase() as ReturnedLine['restock'];
    const location = idOf(locationId ?? '', 'Location') ?? null;
    if (restock === 'return' && location === null) {
      return refused([...field, 'locationId'], 'Location is required for restocking');
    }
    read.push({ item, quantity, restock, locationId: location });
  }
  return { made: read };
}

function readMoney(
  shop: Shop,
  order: ShopifyOrder,
  { transactions }: OrderDetail,
  { transactions: asked = [], allowOverRefunding }: RefundInput,
): Made<readonly Transaction[]> {
  const made: Transaction[] = [];
  for (const [at, { amount, gateway, kind, parentId, orderId }] of asked.entries()) {
    const field = ['transactions', String(at)];
    const cents = centsOf(amount);
    if (kind !== 'REFUND') return refused([...field, 'kind'], 'Transaction kind must be refund');
    if (orderId !== gid('Order', order.id)) return refused([...field, 'orderId'], 'Order does not match');
    if (cents === undefined || cents <= 0) return refused([...field, 'amount'], 'Amount must be greater than zero');
    const parent = transactions.find(({ id, kind: is }) => is === 'sale' && gid('OrderTransaction', id) === parentId);
    if (!parent) return refused([...field, 'parentId'], 'Parent transaction does not exist');
    const given = [...transactions, ...made].filter((one) => one.parentId === parent.id && one.status !== 'failure');
    const left = (centsOf(parent.amount) ?? 0) - given.reduce((sum, one) => sum + (centsOf(one.amount) ?? 0), 0);
    if (cents > left && allowOverRefunding !== true) {
      return refused([...field, 'amount'], 'Refund cannot be more than the amount that is left of the payment');
    }
    made.push({
      id: shop.nextId(),
      kind: 'refund',
      status: 'success',
      gateway,
      amount: printAmount(cents),
      parentId: parent.id,
      at: shopTime(shop, order),
    });
  }
  return { made };
}

interface Printed {
  readonly id: number;
  readonly at: string;
  readonly input: RefundInput;
  readonly lines: readonly ReturnedLine[];
  readonly transactions: readonly Transaction[];
}

/** A refund as the REST API and `refunds/create` show it. */
function printRefund(order: ShopifyOrder, { id, at, input, lines, transactions }: Printed): JsonObject {
  return {
    id,
    order_id: order.id,
    created_at: at,
    note: input.note ?? null,
    user_id: null,
    processed_at: at,
    duties: [],
    total_duties_set: moneySetOf(order, 0),
    return: null,
    restock: lines.some(({ restock }) => restock !== 'no_restock'),
    additional_fees: [],
    total_additional_fees_set: moneySetOf(order, 0),
    refund_shipping_lines: [],
    admin_graphql_api_id: gid('Refund', id),
    order_adjustments: [],
    refund_line_items: lines.map(({ item, quantity, restock, locationId }, at) => {
      const each = centsOf(String(item.price ?? '0')) ?? 0;
      return {
        id: id * 100 + at,
        line_item_id: Number(item.id),
        location_id: locationId,
        quantity,
        restock_type: restock,
        subtotal: Number(printAmount(each * quantity)),
        subtotal_set: moneySetOf(order, each * quantity),
        line_item: item,
      };
    }),
    transactions: transactions.map((one) => ({
      id: one.id,
      order_id: order.id,
      kind: one.kind,
      gateway: one.gateway,
      status: one.status,
      created_at: one.at,
      processed_at: one.at,
      test: false,
      parent_id: one.parentId,
      amount: one.amount,
      currency: String(order.currency ?? ''),
      error_code: null,
      admin_graphql_api_id: gid('OrderTransaction', one.id),
    })),
  };
}

function withRefund(
  order: ShopifyOrder,
  refund: JsonObject,
  transactions: readonly Transaction[],
  at: string,
): ShopifyOrder {
  const sum = (kind: Transaction['kind']): number =>
    transactions
      .filter((one) => one.kind === kind && one.status === 'success')
      .reduce((total, { amount }) => total + (centsOf(amount) ?? 0), 0);
  const returned = new Map(
    objectsAt(refund, 'refund_line_items').map((line) => [Number(line.line_item_id), Number(line.quantity)]),
  );
  const given = sum('refund');
  return {
    ...order,
    updated_at: at,
    financial_status: given === 0 ? order.financial_status : given >= sum('sale') ? 'refunded' : 'partially_refunded',
    line_items: objectsAt(order, 'line_items').map((line) => {
      const quantity = returned.get(Number(line.id)) ?? 0;
      return quantity === 0
        ? line
        : { ...line, current_quantity: Number(line.current_quantity ?? line.quantity) - quantity };
    }),
    refunds: [...objectsAt(order, 'refunds'), refund],
  } as ShopifyOrder;
}
