import { z } from 'zod';
import { createTimers } from '../../../simulators/kit/clock.ts';
import { createDeliveries } from '../../../simulators/kit/deliveries.ts';
import {
  isObject,
  type JsonValue,
  json,
  problem,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import { badField, createFaultPanel, skewedClock } from '../../../simulators/kit/faults.ts';
import { createGenerator, GeneratorBody } from '../../../simulators/kit/generator.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { type OrderProfile, PROFILES } from '../../../simulators/kit/order-profile.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSigning } from '../../../simulators/kit/secrets.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createTarget } from '../../../simulators/kit/target.ts';
import { createAdminApi } from './admin-api.ts';
import { createCustomers } from './customers.ts';
import { errors } from './errors.ts';
import { ShopifyFaults } from './faults.ts';
import { createGraphqlEndpoint } from './graphql/endpoint.ts';
import { MISHAPS } from './order/mishap.ts';
import type { OrderRecord } from './order-list.ts';
import { createShare, type ShareOf } from './share.ts';
import { createOrderBook } from './shop/order-book.ts';
import { createProducts } from './shop/products.ts';
import type { Metafield, Shop, ShopTopic } from './shop/shop.ts';
import { createStock, WAREHOUSE_ID } from './shop/stock.ts';
import { statusPage } from './status-page.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createTill, type Till } from './till.ts';
import { ANSWER_WITHIN_MS, RETRY_WAITS_MS, type ShopifyWebhook, webhookHeaders } from './webhooks.ts';

export interface ShopifySettings extends SimulatorSettings {
  /** Where `orders/create` goes; may be set later. */
  readonly target?: string;
  /** Orders that buyers place by themselves. 0, silence, where absent. */
  readonly ordersPerMinute?: number;
  /** How buyers behave; `steady` where absent. */
  readonly profile?: OrderProfile;
  /** Share of generated orders with the harmless mess of real ones. What the profile says, 0.25 of `steady`, where absent. */
  readonly messiness?: number;
  /** Share of generated orders that cannot be shipped. 0 where absent. */
  readonly brokenShare?: number;
  readonly webhookSecret?: string;
  readonly accessToken?: string;
  /** What the waits before webhook retries are multiplied with; 1 is Shopify's four hours. 1/60 where absent. */
  readonly timeScale?: number;
  /** Number of the first order; 1001 where absent. */
  readonly firstOrderNumber?: number;
  /** Orders remembered, with all their bytes. 5,000 where absent. */
  readonly keepOrders?: number;
  /** Calls to the REST Admin API: 40, and 2 more a second, where absent. */
  readonly callLimit?: { readonly size: number; readonly perSecond: number };
  /** Points for the GraphQL Admin API: 2,000, and 100 more a second, where absent. */
  readonly cost?: { readonly size: number; readonly restoreRate: number };
  /** Where the other topics go; may be set later. */
  readonly subscriptions?: Readonly<Partial<Record<ShopTopic, string>>>;
  /** Which of the orders that come by themselves go elsewhere; may be set later. */
  readonly share?: ShareOf | undefined;
}

export interface ShopifySimulator extends Simulator {
  /** Subscribes an address to `orders/create`, or nobody. */
  setTarget(url: string | undefined): void;
}

/** App secret and access token of a simulator that is not told others. */
export const SHOPIFY_CREDENTIALS = {
  webhookSecret: 'shpss_lockstep_estate_client_secret',
  accessToken: 'shpat_lockstep_estate_access_token',
} as const;

const API_VERSION = '2026-07';
const NEXT_VERSION = '2026-10';
const GRAPHQL = /^\/admin\/api\/\d{4}-\d{2}\/graphql\.json$/;

const Share = z.number().min(0).max(1);
const ShopBody = GeneratorBody.extend({
  messiness: Share.optional(),
  brokenShare: Share.optional(),
});
const OrdersBody = z.strictObject({
  count: z.int().min(1).max(10_000).default(1),
  order: z.record(z.string(), z.json()).optional(),
  mishap: z.enum(MISHAPS).optional(),
});

/**
 * A Shopify retailer with a shop for each currency, seen from one app: signed `orders/create` webhooks with retries,
 * orders that keep coming, the REST Admin API (2026-07) to read them, and the GraphQL Admin API to refund, fulfil and mark them. Seed and start time fix every order.
 */
export async function shopifySimulator(settings: ShopifySettings = {}): Promise<ShopifySimulator> {
  const { seed = 'lockstep', clock = Date.now } = settings;
  const { webhookSecret, accessToken } = { ...SHOPIFY_CREDENTIALS, ...settings };
  const startedAt = clock();
  // Ids differ from session to session, or a receiver that dedupes for ever would drop a new session's orders.
  const ids = createRandom(seed, `shopify/ids/${startedAt}`);
  const faults = createFaultPanel(ShopifyFaults);
  const skewed = skewedClock(clock, faults);
  const ownDraws = createRandom(seed, 'shopify/own-faults');
  const orders = keepLast<number, OrderRecord>(settings.keepOrders ?? 5_000);
  const { profile = 'steady' } = settings;
  let { messiness = PROFILES[profile].messiness, brokenShare = 0 } = settings;
  let removed = false;
  let lastId = startedAt * 4;
  const target = createTarget(settings.target, {
    onSet: (url) => {
      if (url !== undefined) removed = false;
    },
  });
  const subscriptions = createSubscriptions(settings.subscriptions ?? {}, { target, nextId: () => ++lastId });
  const share = createShare(settings.share);

  const signing = createSigning(webhookSecret, { faults, draws: createRandom(seed, 'shopify/secrets') });
  const deliveries = createDeliveries<ShopifyWebhook>({
    clock,
    faults,
    retryWaitsMs: RETRY_WAITS_MS,
    timeoutMs: ANSWER_WITHIN_MS,
    headers: (about, rawBody) => webhookHeaders(about, rawBody, { secret: signing(), apiVersion: API_VERSION }),
    faultDraws: createRandom(seed, 'shopify/delivery-faults'),
    timeScale: settings.timeScale ?? 1 / 60,
    keep: (settings.keepOrders ?? 5_000) * 2,
    target: ({ topic, apart }) => {
      if (topic !== 'orders/create') return subscriptions.of(topic);
      return apart === true ? (share.url ?? target.url) : target.url;
    },
    onGivenUp: ({ topic }) => {
      if (faults.current().dropSubscription !== true) return;
      const isTold = topic === 'orders/create' && target.url !== undefined;
      subscriptions.drop(topic);
      removed ||= isTold;
    },
  });

  const occasion = (topic: string, shopDomain: string, orderId?: number): ShopifyWebhook => ({
    webhookId: ids.uuid(),
    eventId: ids.uuid(),
    topic,
    shopDomain,
    ...(orderId !== undefined && { orderId }),
    triggeredAt: new Date(skewed()).toISOString().replace('Z', `${ids.int(100_000, 999_999)}Z`),
  });

  const shop: Shop = {
    clock: skewed,
    book: createOrderBook(orders, {
      nextId: () => ++lastId,
      locationId: WAREHOUSE_ID,
      keep: settings.keepOrders ?? 5_000,
    }),
    stock: createStock(),
    metafields: keepLast<string, Metafield>(settings.keepOrders ?? 5_000),
    products: createProducts(settings.keepOrders ?? 5_000),
    nextId: () => ++lastId,
    refuses: () => ownDraws.chance(faults.current().userErrors ?? 0),
    tell: (topic, { orderId, shopDomain = 'lockstep-eu.myshopify.com' }, body) => {
      if (subscriptions.of(topic) === undefined) return;
      void deliveries.deliver(occasion(topic, shopDomain, orderId), JSON.stringify(body));
    },
  };

  const customers = createCustomers({
    now: () => new Date(skewed()).toISOString(),
    nextId: () => ++lastId,
    tell: (topic, body) => shop.tell(topic, {}, body),
  });

  const timers = createTimers(clock);
  const till = createTill({
    ...{ seed, shop, customers, orders, deliveries, timers, ids, occasion },
    firstOrderNumber: settings.firstOrderNumber ?? 1001,
    mood: () => ({ profile: generator.profile, messiness, brokenShare }),
    isApart: (orderNumber) => share.takes(orderNumber),
  });
  // Without a subscriber buyers wait: an order nobody hears of helps no demo.
  const generator = createGenerator(clock, createRandom(seed, 'shopify/moments'), () => {
    if (target.url !== undefined) void till.sell();
  });
  generator.set({ ordersPerMinute: settings.ordersPerMinute ?? 0, profile });
  const generatorState = () => {
    const { ordersPerMinute, profile: current } = generator;
    return { ordersPerMinute, profile: current, messiness, brokenShare };
  };

  const control = async (request: SimRequest): Promise<Reply | undefined> => {
    const body = readJson(request.body);
    switch (`${request.method} ${request.url.pathname}`) {
      case 'POST /_sim/orders':
        return placeOrders(request.body.length === 0 ? {} : body, till);
      case 'GET /_sim/generator':
        return json(200, generatorState());
      case 'PUT /_sim/generator': {
        const parsed = ShopBody.safeParse(body);
        if (!parsed.success) return badField(parsed.error);
        generator.set(parsed.data);
        if (parsed.data.profile !== undefined) messiness = PROFILES[parsed.data.profile].messiness;
        ({ messiness = messiness, brokenShare = brokenShare } = parsed.data);
        return json(200, generatorState());
      }
      default:
        return (
          customers.control(request) ??
          subscriptions.control(request) ??
          share.control(request) ??
          target.control(request)
        );
    }
  };

  const rest = createAdminApi({
    accessToken,
    apiVersion: () => (faults.current().newerVersion === true ? NEXT_VERSION : API_VERSION),
    clock,
    callLimit: settings.callLimit ?? { size: 40, perSecond: 2 },
    orders: () => orders.values(),
    requestId: () => ids.uuid(),
    customers,
  });
  const graphql = createGraphqlEndpoint(
    { shop, subscriptions },
    {
      accessToken,
      ...(settings.cost && { cost: settings.cost }),
      throttled: () => {
        const { throttled = 0, throttledStatus = '200' } = faults.current();
        return { always: ownDraws.chance(throttled), status: throttledStatus === '429' ? 429 : 200 };
      },
    },
  );

  const simulator = await createSimulator({
    system: 'shopify',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle: (request) => {
      if (GRAPHQL.test(request.url.pathname) && request.method === 'POST') return graphql(request);
      return statusPage(shop, request) ?? rest(request);
    },
    control,
    state: () => ({
      orders: printed(orders.values()),
      customers: customers.all(),
      deliveries: deliveries.all(),
      subscription: { topic: 'orders/create', address: target.url ?? null, removed },
      subscriptions: subscriptions.all(),
      share: share.current ?? null,
      metafields: shop.metafields.values(),
      products: shop.products.values(),
      inventoryLevels: shop.stock.levels(),
      mishaps: till.mishaps(),
      generator: generatorState(),
    }),
    refuse: (status) => errors(status, REFUSALS[status] ?? 'Internal Server Error'),
  });
  return {
    ...simulator,
    setTarget: target.set,
    addresses: () => ({
      subscriptions: Object.fromEntries(subscriptions.all().map(({ topic, address }) => [topic, address])),
      share: share.current,
    }),
    close: async () => {
      generator.close();
      timers.close();
      deliveries.close();
      await simulator.close();
    },
  };
}

async function placeOrders(body: JsonValue | undefined, till: Till): Promise<Reply> {
  const parsed = OrdersBody.safeParse(body);
  if (!parsed.success) return badField(parsed.error);
  const { count, order, mishap } = parsed.data;
  if (order?.id !== undefined && (count > 1 || !Number.isSafeInteger(order.id))) {
    const detail = 'an order that brings its own id has a whole number for it, and is placed once';
    return problem(400, 'Bad request', detail, { field: count > 1 ? 'count' : 'order.id' });
  }
  const given = isObject(order) ? order : undefined;
  const placed = await Promise.all(Array.from({ length: count }, () => till.place(given, mishap)));
  return json(201, { orders: placed.map((one) => one.order), deliveries: placed.map((one) => one.delivery) });
}

function* printed(orders: readonly OrderRecord[]): Generator<unknown> {
  for (const { rawBody } of orders) yield JSON.parse(rawBody.toString());
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: '[API] Invalid API key or access token (unrecognized login or wrong password)',
  402: 'This shop is frozen',
  403: 'This action requires merchant approval for read_orders scope.',
  404: 'Not Found',
  423: 'This shop is locked',
  429: 'Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.',
  503: 'Service Unavailable',
};
