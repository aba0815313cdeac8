import { type Cents, moneySet, printAmount } from '../order/money.ts';
import type { ShopifyOrder } from '../order/order.ts';

/** Cents of a decimal with at most two digits behind the point; undefined for any other text. */
export function centsOf(text: string): Cents | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  return Number(`${sign}${whole}${fraction.padEnd(2, '0')}`);
}

/** An amount of an order for the shop and for the buyer, at the rate the order was bought at. */
export function moneySetOf(order: ShopifyOrder, cents: Cents) {
  const shop = String(order.currency ?? 'EUR');
  const presentment = String(order.presentment_currency ?? shop);
  return moneySet(cents, { shop, presentment, rate: presentment === shop ? 1 : rateOf(order) });
}

function rateOf({ total_price_set: set }: ShopifyOrder): number {
  const { shop_money: shop, presentment_money: buyer } = (set ?? {}) as Partial<ReturnType<typeof moneySet>>;
  const [from, to] = [Number(shop?.amount), Number(buyer?.amount)];
  return from > 0 && to > 0 ? to / from : 1;
}

export { printAmount };
