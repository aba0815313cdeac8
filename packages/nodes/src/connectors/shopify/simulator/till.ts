import type { Timers } from '../../../simulators/kit/clock.ts';
import type { Deliveries, Delivery, Manner } from '../../../simulators/kit/deliveries.ts';
import type { JsonObject } from '../../../simulators/kit/exchange.ts';
import { type Kept, keepLast } from '../../../simulators/kit/kept.ts';
import { type OrderProfile, PROFILES } from '../../../simulators/kit/order-profile.ts';
import { createRandom, type Random, type Seed } from '../../../simulators/kit/random.ts';
import type { Person } from '../../../simulators/vocabulary/people.ts';
import type { Customers } from './customers.ts';
import { MISHAPS, type Mishap } from './order/mishap.ts';
import { type DrawnOrder, drawOrder, type ShopifyOrder } from './order/order.ts';
import { overlay } from './order/overlay.ts';
import type { OrderRecord } from './order-list.ts';
import { createAftermath } from './shop/aftermath.ts';
import type { Shop } from './shop/shop.ts';
import type { ShopifyWebhook } from './webhooks.ts';

/** How orders are drawn from now on. */
export interface Mood {
  readonly profile: OrderProfile;
  readonly messiness: number;
  readonly brokenShare: number;
}

export interface Placed {
  readonly order: ShopifyOrder;
  readonly delivery: Delivery<ShopifyWebhook>;
}

/** Where orders are placed: drawn, written down, told by webhook. */
export interface Till {
  /** An order somebody asks for; `given` is laid over a drawn one. */
  place(given?: JsonObject, mishap?: Mishap): Promise<Placed>;
  /** An order that comes by itself: it may go to the address of the share, and things happen to it as the profile says. */
  sell(): Promise<Placed>;
  /** Things that happened to orders, the last 1,000. */
  mishaps(): readonly { readonly order: string; readonly kind: Mishap }[];
}

interface TillParts {
  readonly seed: Seed;
  readonly shop: Shop;
  readonly customers: Customers;
  readonly orders: Kept<number, OrderRecord>;
  readonly deliveries: Deliveries<ShopifyWebhook>;
  readonly timers: Timers;
  readonly ids: Random;
  readonly firstOrderNumber: number;
  mood(): Mood;
  isApart(orderNumber: number): boolean;
  occasion(topic: string, shopDomain: string, orderId: number): ShopifyWebhook;
}

/** Milliseconds until a webhook that was answered comes again all the same. */
const AGAIN_MS = 3_000;

/** Share of purchases with an account at which its telephone is changed. */
const NEW_PHONES = 0.1;

export function createTill(parts: TillParts): Till {
  const { seed, shop, customers, orders, deliveries, ids, mood } = parts;
  const goods = createRandom(seed, 'shopify/orders');
  const luck = createRandom(seed, 'shopify/mishaps');
  const aftermath = createAftermath({ shop, timers: parts.timers, draws: luck });
  const accounts = new Map<number, number>();
  const happened = keepLast<number, { readonly order: string; readonly kind: Mishap }>(1_000);
  let [orderNumber, sequence] = [parts.firstOrderNumber, 0];

  const accountOf = ({ nr }: Pick<Person, 'nr'>): number => {
    const id = accounts.get(nr) ?? shop.nextId();
    accounts.set(nr, id);
    return id;
  };

  /** Regular customers make an account when they buy first, and have another telephone now and then. */
  const signIn = ({ first, last, email, phone, nr }: Person): void => {
    const id = accountOf({ nr });
    const agreed = { state: 'subscribed', opt_in_level: 'single_opt_in', consent_updated_at: iso(shop.clock()) };
    // Three in four let the retailer keep a profile of them; the rest are in the shop alone.
    const consents = nr % 4 === 3 ? {} : { tags: 'profiling', email_marketing_consent: agreed };
    const fields = { email, phone: phone ?? null, first_name: first, last_name: last, ...consents };
    if (!customers.knows(id)) customers.buys(id, { ...fields, state: 'enabled', verified_email: true });
    else if (luck.chance(NEW_PHONES)) customers.buys(id, { phone: `+353 1 ${luck.int(2_000_000, 9_999_999)}` });
  };

  const draw = (mishap: Mishap | undefined): DrawnOrder => {
    const { profile, messiness, brokenShare } = mood();
    const traits = { messiness, brokenShare, hotShare: PROFILES[profile].hotShare, mishap };
    const identity = { orderNumber, now: shop.clock(), nextId: shop.nextId, accounts: accountOf, tokens: ids };
    orderNumber += 1;
    return drawOrder(goods, traits, identity);
  };

  const write = (order: ShopifyOrder): string => {
    const rawBody = JSON.stringify(order);
    sequence += 1;
    orders.set(order.id, {
      id: order.id,
      sequence,
      createdAt: Date.parse(order.created_at),
      cancelled: typeof order.cancelled_at === 'string',
      closed: typeof order.closed_at === 'string',
      rawBody: Buffer.from(rawBody),
    });
    return rawBody;
  };

  const tell = async (order: ShopifyOrder, shopDomain: string, mishap?: Mishap, apart = false): Promise<Placed> => {
    const rawBody = write(order);
    if (mishap !== undefined) happened.set(order.id, { order: String(order.name ?? order.id), kind: mishap });
    aftermath(order.id, mishap);
    const about = { ...parts.occasion('orders/create', shopDomain, order.id), apart };
    return { order, delivery: await deliveries.deliver(about, rawBody, mannerOf(mishap)) };
  };

  return {
    place: (given, mishap) => {
      const { order, shopDomain } = draw(mishap);
      return tell(given === undefined ? order : overlay(order, given), shopDomain, mishap);
    },
    sell: () => {
      const mishap = luck.chance(PROFILES[mood().profile].mishaps) ? luck.pick(MISHAPS) : undefined;
      const apart = parts.isApart(orderNumber);
      const { order, shopDomain, regular } = draw(mishap);
      if (regular) signIn(regular);
      return tell(order, shopDomain, mishap, apart);
    },
    mishaps: () => happened.values(),
  };
}

const iso = (at: number): string => new Date(at).toISOString();

/** How the webhook of an order comes. What is told of an order that was edited since is told once more as it was. */
function mannerOf(mishap: Mishap | undefined): Manner {
  switch (mishap) {
    case 'duplicate':
      return { twice: true };
    case 'retry':
      return { againAfterMs: AGAIN_MS };
    case 'old-payload':
      // After the edit, which comes within 15 s.
      return { againAfterMs: 6 * AGAIN_MS };
    case 'reordered':
      return { overtaken: true };
    default:
      return {};
  }
}
