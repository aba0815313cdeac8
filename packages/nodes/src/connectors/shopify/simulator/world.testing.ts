import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import { SHOPIFY_CREDENTIALS, type ShopifySettings, shopifySimulator } from './shopify-simulator.ts';

export const SHOPIFY_NOW = Date.UTC(2026, 10, 23, 8);

/** A shop with one order for one test, and a step that has a connection to it. */
export async function shopifyWorld(settings: ShopifySettings = {}, world: TestWorld = {}) {
  const shop = await shopifySimulator({ clock: () => SHOPIFY_NOW, messiness: 0, ...settings });
  onTestFinished(() => shop.close());
  const connection = { id: 'shop', system: 'shopify', baseUrl: shop.baseUrl, settings: SHOPIFY_CREDENTIALS };
  const faults = (body: object) => fetch(shop.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(shop.stateUrl)).json()) as ShopState;
  const place = async (order: object = BOUGHT) => {
    const answer = await fetch(`${shop.baseUrl}/_sim/orders`, { method: 'POST', body: JSON.stringify({ order }) });
    const placed = ((await answer.json()) as { orders: readonly ShopOrder[] }).orders[0];
    if (!placed) throw new Error('no order was placed');
    return placed;
  };
  /** A call of the GraphQL API outside of any step. */
  const call = async (query: string, variables: object = {}) => {
    const answer = await fetch(`${shop.baseUrl}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'x-shopify-access-token': SHOPIFY_CREDENTIALS.accessToken },
      body: JSON.stringify({ query, variables }),
    });
    return { status: answer.status, body: (await answer.json()) as GraphqlAnswer };
  };
  /** Another step of the same run: a key of its own. */
  const stepOf = (key: string) => contextFor({ connections: [connection], now: SHOPIFY_NOW, ...world, key });
  const order = await place();
  return { shop, connection, faults, state, place, call, stepOf, order, ctx: stepOf('run-1:shop:0') };
}

export interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code: string } }[];
  readonly extensions?: {
    readonly cost: {
      readonly requestedQueryCost: number;
      readonly throttleStatus: { readonly currentlyAvailable: number };
    };
  };
}

export interface ShopOrder {
  readonly id: number;
  readonly name: string;
  readonly financial_status: string;
  readonly fulfillment_status: string | null;
  readonly order_status_url: string;
  readonly line_items: readonly { readonly id: number; readonly sku: string; readonly current_quantity: number }[];
  readonly refunds: readonly {
    readonly note: string;
    readonly transactions: readonly { readonly amount: string; readonly kind: string }[];
  }[];
  readonly fulfillments: readonly {
    readonly tracking_number: string;
    readonly line_items: readonly { quantity: number }[];
  }[];
}

export interface ShopState {
  readonly orders: readonly ShopOrder[];
  readonly products: readonly { readonly handle: string; readonly title: string }[];
  readonly metafields: readonly { readonly ownerId: string; readonly key: string; readonly value: string }[];
  readonly inventoryLevels: readonly {
    readonly sku: string;
    readonly locationId: number;
    readonly available: number;
  }[];
  readonly subscription: { readonly address: string | null; readonly removed: boolean };
  readonly subscriptions: readonly { readonly topic: string; readonly address: string }[];
  readonly deliveries: readonly { readonly topic: string; readonly status: string }[];
}

/** Two lines, 60.00 EUR together, paid. */
const BOUGHT = {
  currency: 'EUR',
  presentment_currency: 'EUR',
  total_price: '60.00',
  line_items: [
    {
      id: 11,
      sku: 'MUG-BLUE',
      name: 'Mug - Blue',
      price: '15.00',
      quantity: 2,
      current_quantity: 2,
      fulfillable_quantity: 2,
      requires_shipping: true,
    },
    {
      id: 12,
      sku: 'CND',
      name: 'Soy Candle',
      price: '30.00',
      quantity: 1,
      current_quantity: 1,
      fulfillable_quantity: 1,
      requires_shipping: true,
    },
  ],
};
