import { z } from 'zod';
import { header, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { createGenerator, GeneratorBody } from '../../../simulators/kit/generator.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { type OrderProfile, PROFILES } from '../../../simulators/kit/order-profile.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import type { Operation } from '../buckets.ts';
import { createListings } from './listings.ts';
import { createOrders, type MarketOrder } from './orders.ts';
import { failed } from './replies.ts';
import { itemShape, MARKETPLACE, orderShape } from './shapes.ts';
import { createUsage } from './usage.ts';

const Rate = z.number().min(0).max(1);

const SpApiFaults = CommonFaults.extend({
  quotaGone: z.boolean().optional().describe('Every call is over its usage plan.').meta({ label: 'No calls left' }),
  expireToken: Rate.optional()
    .describe('Share of calls at which the access token has just lapsed.')
    .meta({ label: 'Tokens that lapse' }),
  invalidListing: Rate.optional()
    .describe('Share of stock changes that are answered with 200 and taken by nobody.')
    .meta({ label: 'Listings invalid' }),
  noPersonalData: z
    .boolean()
    .optional()
    .describe('The app has no role for personal data: no restricted data token.')
    .meta({ label: 'No personal data' }),
});

export interface SpApiSettings extends SimulatorSettings {
  /** Orders remembered. 20,000 where absent. */
  readonly keep?: number;
  readonly firstNumber?: number;
  /** 0, silence, where absent. */
  readonly ordersPerMinute?: number;
  /** How buyers behave; `steady` where absent. */
  readonly profile?: OrderProfile;
  /** Multiplies every usage plan. 1 where absent. */
  readonly usageFactor?: number;
  /** Orders younger than this are not told yet, in milliseconds. 120,000 where absent, as Amazon does. */
  readonly youngestMs?: number;
}

/** The app of a simulated seller, which signs in at the simulator itself. */
export const SP_API_CREDENTIALS = {
  clientId: 'amzn1.application-oa2-client.estate',
  clientSecret: 'amzn1.oa2-cs.v1.estate-4711',
  refreshToken: 'Atzr|estate-refresh-token',
  sellerId: 'A2ESTATESELLER',
  marketplaceIds: MARKETPLACE,
  tokenUrl: '/auth/o2/token',
} as const;

const TOKEN_MS = 3_600_000;

const Confirmation = z.object({
  marketplaceId: z.string().min(1),
  packageDetail: z.object({
    packageReferenceId: z.string().regex(/^[1-9]\d*$/),
    carrierCode: z.string().min(1),
    shippingMethod: z.string().optional(),
    trackingNumber: z.string().min(1),
    shipDate: z.iso.datetime({ offset: true }),
    orderItems: z.array(z.object({ orderItemId: z.string(), quantity: z.int().positive() })).min(1),
  }),
});
const PlaceBody = z.strictObject({
  sku: z.string().optional(),
  quantity: z.int().positive().optional(),
  pending: z.boolean().optional(),
  count: z.int().min(1).max(1000).default(1),
});

/** A marketplace with one seller: Login with Amazon, orders, shipments, listings, and a usage plan for each operation. */
export async function spApiSimulator(settings: SpApiSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, usageFactor = 1, ordersPerMinute = 0, profile = 'steady' } = settings;
  const faults = createFaultPanel(SpApiFaults);
  const now = (): number => clock() + (faults.current().clockSkewMs ?? 0);
  const ids = createRandom(seed, `sp-api/ids/${clock()}`);
  const draws = createRandom(seed, 'sp-api/own-faults');
  const { keep = 20_000, firstNumber = 0, youngestMs = 120_000 } = settings;
  const orders = createOrders(createRandom(seed, 'sp-api/orders'), now, { keep, firstNumber });
  const tokens = keepLast<string, { readonly until: number; readonly restricted: boolean }>(1_000);
  const cursors = keepLast<string, { readonly rest: readonly MarketOrder[]; readonly filters: string }>(1_000);
  const usage = createUsage(clock, () => usageFactor);
  const listings = createListings({ ids, isInvalid: () => draws.chance(faults.current().invalidListing ?? 0) });
  const generator = createGenerator(clock, createRandom(seed, 'sp-api/buyers'), () => {
    orders.place({ hotShare: PROFILES[generator.profile].hotShare });
  });
  generator.set({ ordersPerMinute, profile });

  const issue = (restricted: boolean): string => {
    const token = `${restricted ? 'Atz.sprdt' : 'Atza'}|${ids.hex(40)}`;
    tokens.set(token, { until: clock() + TOKEN_MS, restricted });
    return token;
  };

  const signIn = (request: SimRequest): Reply => {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const { clientId, clientSecret, refreshToken } = SP_API_CREDENTIALS;
    if (form.get('grant_type') !== 'refresh_token') return json(400, { error: 'unsupported_grant_type' });
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
      return json(401, { error: 'invalid_client', error_description: 'Client authentication failed' });
    }
    if (form.get('refresh_token') !== refreshToken) return json(400, { error: 'invalid_grant' });
    return json(200, {
      access_token: issue(false),
      token_type: 'bearer',
      expires_in: 3600,
      refresh_token: refreshToken,
    });
  };

  const readOrders = ({ searchParams: query }: URL, restricted: boolean): Reply => {
    const asked = (name: string): string[] => query.get(name)?.split(',').filter(Boolean) ?? [];
    if (asked('MarketplaceIds').length === 0) return failed(400, 'InvalidInput', 'MarketplaceIds is required.');
    const [after, before] = [
      Date.parse(query.get('LastUpdatedAfter') ?? ''),
      Date.parse(query.get('LastUpdatedBefore') ?? ''),
    ];
    if (Number.isNaN(after)) return failed(400, 'InvalidInput', 'LastUpdatedAfter is required.');
    if (before > clock() - youngestMs + 1_000) return failed(400, 'InvalidInput', 'LastUpdatedBefore is too young.');
    const size = Math.min(100, Number(query.get('MaxResultsPerPage') ?? 100));
    const cursor = query.get('NextToken');
    const filters = [...query].filter(([name]) => name !== 'NextToken').join('&');
    const known = cursor === null ? undefined : cursors.get(cursor);
    // Filters that are not those of the token make it worthless.
    if (cursor !== null && known?.filters !== filters) return failed(400, 'InvalidInput', 'NextToken is not valid.');
    const [statuses, channels] = [asked('OrderStatuses'), asked('FulfillmentChannels')];
    const found =
      known?.rest ??
      orders
        .all()
        .filter(({ changedAt }) => changedAt >= after && (Number.isNaN(before) || changedAt < before))
        .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
        .filter(() => channels.length === 0 || channels.includes('MFN'));
    const rest = found.slice(size);
    const next = rest.length === 0 ? undefined : ids.hex(32);
    if (next !== undefined) cursors.set(next, { rest, filters });
    const Orders = found.slice(0, size).map((order) => orderShape(order, { restricted }));
    return json(200, { payload: { Orders, ...(next !== undefined && { NextToken: next }) } });
  };

  const confirm = (order: MarketOrder, request: SimRequest): Reply => {
    const parsed = Confirmation.safeParse(readJson(request.body));
    if (!parsed.success) return failed(400, 'InvalidInput', parsed.error.issues[0]?.message ?? 'Invalid Input');
    const { packageDetail: parcel } = parsed.data;
    if (parcel.orderItems.some(({ orderItemId }) => order.items.every((item) => item.orderItemId !== orderItemId))) {
      return failed(400, 'InvalidInput', 'OrderItemId is not of this order.');
    }
    const parcels = { ...order.parcels, [parcel.packageReferenceId]: parcel };
    const shippedOf = (id: string): number =>
      Object.values(parcels)
        .flatMap(({ orderItems }) => orderItems)
        .reduce((sum, item) => sum + (item.orderItemId === id ? item.quantity : 0), 0);
    const items = order.items.map((item) => ({ ...item, shipped: shippedOf(item.orderItemId) }));
    if (items.some(({ shipped, quantity }) => shipped > quantity)) {
      return failed(400, 'InvalidInput', 'More is shipped than was ordered.');
    }
    const isWhole = items.every(({ shipped, quantity }) => shipped === quantity);
    orders.change(order, { items, parcels, status: isWhole ? 'Shipped' : 'PartiallyShipped' });
    return { status: 204 };
  };

  const isOpen = (token: string | undefined): { readonly restricted: boolean } | undefined => {
    if (draws.chance(faults.current().expireToken ?? 0)) tokens.delete(token ?? '');
    const known = tokens.get(token ?? '');
    return known !== undefined && known.until > clock() ? known : undefined;
  };

  /** Which operation a request is, and what does it. */
  const route = (request: SimRequest, restricted: boolean): readonly [Operation, () => Reply] | undefined => {
    const { method, url } = request;
    const path = url.pathname;
    if (`${method} ${path}` === 'POST /tokens/2021-03-01/restrictedDataToken') {
      return [
        'createRestrictedDataToken',
        () =>
          faults.current().noPersonalData === true
            ? failed(403, 'Unauthorized', 'Application does not have access to one or more requested data elements.')
            : json(200, { restrictedDataToken: issue(true), expiresIn: 3600 }),
      ];
    }
    if (`${method} ${path}` === 'GET /orders/v0/orders') return ['getOrders', () => readOrders(url, restricted)];
    const [, id = '', more = ''] =
      /^\/orders\/v0\/orders\/([^/]+)(\/orderItems|\/shipmentConfirmation)?$/.exec(path) ?? [];
    const order = orders.get(decodeURIComponent(id));
    const notFound = () => failed(404, 'NotFound', 'The order was not found.');
    if (id !== '' && method === 'GET' && more === '') {
      return ['getOrder', () => (order ? json(200, { payload: orderShape(order, { restricted }) }) : notFound())];
    }
    if (method === 'GET' && more === '/orderItems') {
      const payload = { AmazonOrderId: id, OrderItems: order?.items.map(itemShape) ?? [] };
      return ['getOrderItems', () => (order ? json(200, { payload }) : notFound())];
    }
    if (method === 'POST' && more === '/shipmentConfirmation') {
      return ['confirmShipment', () => (order ? confirm(order, request) : notFound())];
    }
    const [, seller, sku] = /^\/listings\/2021-08-01\/items\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
    if (method === 'PUT' && seller === SP_API_CREDENTIALS.sellerId && sku !== undefined) {
      return ['putListingsItem', () => listings.put(decodeURIComponent(sku), request)];
    }
    if (method === 'PATCH' && seller === SP_API_CREDENTIALS.sellerId && sku !== undefined) {
      return ['patchListingsItem', () => listings.patch(decodeURIComponent(sku), request)];
    }
    return undefined;
  };

  const simulator = await createSimulator({
    system: 'sp-api',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle: (request) => {
      if (request.url.pathname === '/auth/o2/token') return signIn(request);
      const access = isOpen(header(request, 'x-amz-access-token'));
      if (!access) return failed(403, 'Unauthorized', 'Access to requested resource is denied.');
      if (request.url.pathname === '/sellers/v1/marketplaceParticipations')
        return json(200, { payload: [{ marketplace: { id: MARKETPLACE } }] });
      const found = route(request, access.restricted);
      if (!found) return failed(404, 'NotFound', 'The requested resource does not exist.');
      const [operation, work] = found;
      const limit = { 'x-amzn-ratelimit-limit': usage.rateOf(operation) };
      if (faults.current().quotaGone === true || !usage.take(operation)) {
        const refused = failed(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.');
        return { ...refused, headers: { ...refused.headers, ...limit } };
      }
      const reply = work();
      return { ...reply, headers: { ...reply.headers, ...limit } };
    },
    control: (request) => {
      const asked = `${request.method} ${request.url.pathname}`;
      if (asked === 'PUT /_sim/generator') {
        const body = GeneratorBody.safeParse(readJson(request.body));
        if (!body.success) return badField(body.error);
        generator.set(body.data);
        return json(200, { ordersPerMinute: generator.ordersPerMinute, profile: generator.profile });
      }
      if (asked !== 'POST /_sim/orders') return undefined;
      const body = PlaceBody.safeParse(request.body.length === 0 ? {} : readJson(request.body));
      if (!body.success) return badField(body.error);
      const { count, sku, quantity, pending } = body.data;
      const wish = {
        ...(sku !== undefined && { sku }),
        ...(quantity !== undefined && { quantity }),
        ...(pending !== undefined && { pending }),
      };
      return json(201, { orders: Array.from({ length: count }, () => orders.place(wish).id) });
    },
    state: () => ({
      orders: orders.all().map((order) => ({ ...orderShape(order, { restricted: false }), parcels: order.parcels })),
      ...listings.state(),
      tokensLeft: usage.left(),
      generator: { ordersPerMinute: generator.ordersPerMinute, profile: generator.profile },
    }),
    refuse: (status) =>
      failed(
        status,
        status === 429 ? 'QuotaExceeded' : status >= 500 ? 'InternalFailure' : 'InvalidInput',
        'The service is not available.',
      ),
  });
  return {
    ...simulator,
    close: () => {
      generator.close();
      return simulator.close();
    },
  };
}
