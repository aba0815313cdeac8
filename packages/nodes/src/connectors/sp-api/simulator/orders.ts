import { keepLast } from '../../../simulators/kit/kept.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';

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

export interface Orders {
  all(): readonly MarketOrder[];
  get(id: string): MarketOrder | undefined;
  /** Somebody buys something. */
  place(wish?: { readonly sku?: string; readonly quantity?: number; readonly pending?: boolean }): MarketOrder;
  change(order: MarketOrder, change: Partial<MarketOrder>): MarketOrder;
}

const ARTICLES = [
  { sku: 'MUG-BLUE', title: 'Mug, blue', cents: 1_250 },
  { sku: 'MUG-RED', title: 'Mug, red', cents: 1_250 },
  { sku: 'CAP-RED', title: 'Cap, red', cents: 800 },
  { sku: 'LAMP-OAK', title: 'Lamp, oak', cents: 5_900 },
] as const;

const BUYERS = [
  { name: 'Jonas Keller', street: 'Lindenweg 4', city: 'Köln', postalCode: '50667' },
  { name: 'Mara Lenz', street: 'Am Markt 12', city: 'Bremen', postalCode: '28195' },
  { name: 'Özlem Yıldız', street: 'Karl-Marx-Straße 88', city: 'Berlin', postalCode: '12043' },
] as const;

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
    place: ({ sku, quantity, pending = false } = {}) => {
      number += 1;
      const digits = String(number).padStart(14, '0');
      const id = `902-${digits.slice(0, 7)}-${digits.slice(7)}`;
      const count = sku === undefined ? draws.int(1, 2) : 1;
      const items = Array.from({ length: count }, (_, at): MarketItem => {
        const article = ARTICLES.find((each) => each.sku === sku) ?? draws.pick(ARTICLES);
        return {
          orderItemId: `${digits}${at + 1}`,
          sku: sku ?? article.sku,
          title: article.title,
          quantity: quantity ?? draws.int(1, 3),
          shipped: 0,
          cents: article.cents,
        };
      });
      const buyer = draws.pick(BUYERS);
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
