import { createCallLimit } from '../../../simulators/kit/call-limit.ts';
import {
  header,
  type JsonObject,
  type JsonValue,
  json,
  type Reply,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';
import type { Customers } from './customers.ts';
import { errors } from './errors.ts';
import { listOrders, type OrderRecord } from './order-list.ts';

export interface AdminApi {
  readonly accessToken: string;
  /** That answers; a newer one than was asked for where that is served no more. */
  apiVersion(): string;
  readonly clock: Clock;
  readonly callLimit: { readonly size: number; readonly perSecond: number };
  /** Oldest first. */
  orders(): readonly OrderRecord[];
  requestId(): string;
  readonly customers: Customers;
}

/** The REST Admin API: orders, one or many, their count, customers, and the shop. */
export function createAdminApi(api: AdminApi): (request: SimRequest) => Reply {
  const limit = createCallLimit(api.clock, api.callLimit.size, api.callLimit.perSecond);
  return (request) => {
    const path = /^\/admin\/api\/\d{4}-\d{2}\/(.+)\.json$/.exec(request.url.pathname)?.[1];
    const more: Record<string, string> = { 'x-request-id': api.requestId(), 'x-shopify-api-version': api.apiVersion() };
    const withMore = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, ...more } });
    if (path === undefined) return withMore(errors(404, 'Not Found'));
    if (header(request, 'x-shopify-access-token') !== api.accessToken) {
      const text = '[API] Invalid API key or access token (unrecognized login or wrong password)';
      return withMore(errors(401, text));
    }
    const { used, waitSeconds } = limit.take();
    more['x-shopify-shop-api-call-limit'] = `${used}/${limit.size}`;
    if (waitSeconds !== undefined) {
      // Shopify sends a float here.
      more['retry-after'] = waitSeconds.toFixed(1);
      return withMore(
        errors(
          429,
          `Exceeded ${api.callLimit.perSecond} calls per second for api client. Reduce request rates to resume uninterrupted service.`,
        ),
      );
    }
    const customer = api.customers.ask(path, request);
    if (customer) return withMore(customer);
    if (request.method !== 'GET' && request.method !== 'HEAD') return withMore(errors(405, 'Method Not Allowed'));
    return withMore(read(api, path, request));
  };
}

function read(api: AdminApi, path: string, request: SimRequest): Reply {
  const { searchParams: query } = request.url;
  switch (path) {
    case 'shop':
      return json(200, { shop: SHOP });
    case 'orders':
      return list(api, request);
    case 'orders/count': {
      const all = listOrders(api.orders(), query, { counting: true });
      return all.ok ? json(200, { count: all.records.length }) : errors(400, all.reason);
    }
    default: {
      const id = /^orders\/(\d+)$/.exec(path)?.[1];
      const record = id === undefined ? undefined : api.orders().findLast((order) => String(order.id) === id);
      return record ? json(200, { order: pickFields(record, query.get('fields')) }) : errors(404, 'Not Found');
    }
  }
}

function list(api: AdminApi, { url }: SimRequest): Reply {
  const page = listOrders(api.orders(), url.searchParams, { counting: false });
  if (!page.ok) return errors(400, page.reason);
  const { fields } = page;
  const links = page.links.map(({ rel, pageInfo }) => {
    const to = new URL(url.pathname, url);
    to.searchParams.set('limit', String(page.limit));
    to.searchParams.set('page_info', pageInfo);
    return `<${to.href}>; rel="${rel}"`;
  });
  const orders = page.records.map((record) => pickFields(record, fields));
  return json(200, { orders }, links.length > 0 ? { link: links.join(', ') } : {});
}

function pickFields({ rawBody }: OrderRecord, fields: string | null): JsonValue {
  const order = JSON.parse(rawBody.toString()) as JsonObject;
  if (fields === null) return order;
  const names = fields.split(',').map((name) => name.trim());
  return Object.fromEntries(Object.entries(order).filter(([name]) => names.includes(name)));
}

const SHOP = {
  id: 548_380_009,
  name: 'Lockstep & Daughters',
  email: 'owner@mail.example.com',
  domain: 'shop.example.com',
  myshopify_domain: 'lockstep-eu.myshopify.com',
  country_code: 'IE',
  currency: 'EUR',
  iana_timezone: 'Europe/Dublin',
  plan_name: 'shopify_plus',
  primary_locale: 'en',
  taxes_included: true,
} as const;
