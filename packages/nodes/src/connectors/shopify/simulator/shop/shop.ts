import type { JsonObject } from '../../../../simulators/kit/exchange.ts';
import type { Kept } from '../../../../simulators/kit/kept.ts';
import type { Clock } from '../../../../simulators/kit/simulator.ts';
import { printTime, type ShopifyOrder } from '../order/order.ts';
import type { OrderBook } from './order-book.ts';
import type { Products } from './products.ts';
import type { Stock } from './stock.ts';

/** A value an app keeps with an order. */
export interface Metafield {
  readonly id: number;
  readonly ownerId: string;
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
  readonly updatedAt: string;
}

/** Everything a change of the shop may reach. */
export interface Shop {
  readonly clock: Clock;
  readonly book: OrderBook;
  readonly stock: Stock;
  /** By owner, namespace and key. */
  readonly metafields: Kept<string, Metafield>;
  /** By handle. */
  readonly products: Products;
  nextId(): number;
  /** Tells the subscribers of a topic. */
  tell(topic: ShopTopic, about: { readonly orderId?: number; readonly shopDomain?: string }, body: JsonObject): void;
  /** True where this change shall be refused, by the fault `userErrors`. */
  refuses(): boolean;
}

/** Topics beside `orders/create` that can be subscribed. */
export const SHOP_TOPICS = [
  'customers/create',
  'customers/update',
  'orders/updated',
  'orders/cancelled',
  'refunds/create',
  'fulfillments/create',
  'inventory_levels/update',
] as const;
export type ShopTopic = (typeof SHOP_TOPICS)[number];

export interface UserError {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code?: string;
}

/** What a mutation answers: the thing made, or why there is none. */
export type Made<T> = { readonly made: T } | { readonly userErrors: readonly UserError[] };

export function refused(field: readonly string[] | null, message: string, code?: string): { userErrors: UserError[] } {
  return { userErrors: [{ field, message, ...(code !== undefined && { code }) }] };
}

/** The time now, as this order's shop writes it. */
export function shopTime(shop: Shop, order: ShopifyOrder): string {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(order.created_at);
  const [, sign, hours, minutes] = offset ?? [];
  const ahead = offset ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0;
  return printTime(shop.clock(), ahead);
}

/** Domain of the shop that sold an order: the one its status page is on. */
export function domainOf(order: ShopifyOrder): string {
  return URL.parse(String(order.order_status_url ?? ''))?.hostname ?? 'lockstep-eu.myshopify.com';
}
