import { keepLast } from '../../../simulators/kit/kept.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';
import { type Article, article, HOT_SKUS, nameOf } from '../../../simulators/vocabulary/articles.ts';
import { PEOPLE } from '../../../simulators/vocabulary/people.ts';

export interface MarketItem {
  readonly orderItemId: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly shipped: number;
  /** Price of one, in cents, taxes included. */
  readonly cents: number;
}

/** As the seller told it. */
export interface Parcel {
  readonly trackingNumber: string;
  readonly orderItems: readonly { readonly orderItemId: string; readonly quantity: number }[];
}

export interface MarketOrder {
  readonly id: string;
  readonly placedAt: number;
  readonly changedAt: number;
  readonly status: 'Pending' | 'Unshipped' | 'PartiallyShipped' | 'Shipped' | 'Canceled';
  readonly items: readonly MarketItem[];
  readonly buyer: {
    readonly name: string;
    readonly email: string;
    readonly street: string;
    readonly city: string;
    readonly postalCode: string;
  };
  /** Parcels by the number the seller gave them. */
  readonly parcels: Readonly<Record<string, Parcel>>;
}

/** What is asked of an order that somebody places. */
export interface Wish {
  readonly sku?: string;
  readonly quantity?: number;
  readonly pending?: boolean;
  /** Share of lines that are what everybody wants, 0 to 1. 0 where absent. */
  readonly hotShare?: number;
}

export interface Orders {
  all(): readonly MarketOrder[];
  get(id: string): MarketOrder | undefined;
  /** Somebody buys something. */
  place(wish?: Wish): MarketOrder;
  change(order: MarketOrder, change: Partial<MarketOrder>): MarketOrder;
}

/** What this seller offers on the marketplace, at the price of the shop. */
const OFFERED = ['MUG-BLUE', 'MUG-RED', 'CAP-RED', 'LAMP-OAK'].map(article);

const BUYERS = PEOPLE.filter(({ country }) => country === 'DE');

/** Orders of one seller. `firstNumber` keeps the ids of a session from those of another. */
export function createOrders(
  draws: Random,
  clock: Clock,
  { keep, firstNumber }: { readonly keep: number; readonly firstNumber: number },
): Orders {
  const orders = keepLast<string, MarketOrder>(keep);
  let number = firstNumber;

  const change = (order: MarketOrder, more: Partial<MarketOrder>): MarketOrder => {
    const changed = { ...order, ...more, changedAt: clock() };
    orders.set(order.id, changed);
    return changed;
  };

  return {
    all: () => orders.values(),
    get: (id) => orders.get(id),
    place: ({ sku, quantity, pending = false, hotShare = 0 } = {}) => {
      number += 1;
      const digits = String(number).padStart(14, '0');
      const id = `902-${digits.slice(0, 7)}-${digits.slice(7)}`;
      const count = sku === undefined ? draws.int(1, 2) : 1;
      const items = Array.from({ length: count }, (_, at): MarketItem => {
        const sold = OFFERED.find((each) => each.sku === sku) ?? drawn(draws, hotShare);
        return {
          orderItemId: `${digits}${at + 1}`,
          sku: sku ?? sold.sku,
          title: nameOf(sold),
          quantity: quantity ?? draws.int(1, 3),
          shipped: 0,
          cents: sold.cents,
        };
      });
      const { first, last, street, city, zip: postalCode } = draws.pick(BUYERS);
      const buyer = { name: `${first} ${last}`, street, city, postalCode };
      const at = clock();
      const order: MarketOrder = {
        id,
        placedAt: at,
        changedAt: at,
        status: pending ? 'Pending' : 'Unshipped',
        items,
        buyer: { ...buyer, email: `${draws.hex(10)}@marketplace.amazon.example` },
        parcels: {},
      };
      orders.set(id, order);
      return order;
    },
    change,
  };
}

function drawn(draws: Random, hotShare: number): Article {
  return draws.chance(hotShare) ? article(draws.pick(HOT_SKUS)) : draws.pick(OFFERED);
}
