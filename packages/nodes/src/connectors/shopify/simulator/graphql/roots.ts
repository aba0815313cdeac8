import type { GraphQLResolveInfo } from 'graphql';
import { createFulfillment, type FulfillmentInput } from '../shop/fulfilment.ts';
import { type MetafieldInput, setMetafields } from '../shop/metafields.ts';
import { gid, idOf, objectsAt } from '../shop/order-book.ts';
import { type ProductSetInput, setShopProduct } from '../shop/products.ts';
import { createRefund, type RefundInput } from '../shop/refund.ts';
import { type SetQuantitiesInput, setQuantities } from '../shop/set-quantities.ts';
import { type Made, refused, type Shop } from '../shop/shop.ts';
import { LOCATIONS } from '../shop/stock.ts';
import type { Subscriptions } from '../subscriptions.ts';
import { connection, type Page } from './connection.ts';
import type { Idempotent } from './idempotency.ts';
import { itemView, searchItems } from './inventory-view.ts';
import { fulfillmentView, locationView, metafieldView, orderView, refundView } from './order-view.ts';
import { subscriptionRoot } from './subscriptions.ts';

type Search = Page & { readonly query?: string | null; readonly reverse?: boolean };

/** What is asked: the shop, and who hears of it. */
export interface ShopAnswers {
  readonly shop: Shop;
  readonly subscriptions: Subscriptions;
}

/** What a query may begin with. */
function queryRoot(shop: Shop) {
  const orderBy = (id: number | undefined) => {
    const order = id === undefined ? undefined : shop.book.order(id);
    return order ? orderView(shop, order) : null;
  };
  return {
    shop: {
      id: gid('Shop', 548_380_009),
      name: 'Lockstep & Daughters',
      email: 'owner@mail.example.com',
      myshopifyDomain: 'lockstep-eu.myshopify.com',
      currencyCode: 'EUR',
    },
    order: ({ id }: { id: string }) => orderBy(idOf(id, 'Order')),
    refund: ({ id }: { id: string }) => {
      const found = bodyOf(shop, id, 'refunds');
      return found ? refundView(shop, found.order, found.body) : null;
    },
    fulfillment: ({ id }: { id: string }) => {
      const found = bodyOf(shop, id, 'fulfillments');
      return found ? fulfillmentView(found.order, found.body) : null;
    },
    orders: ({ query, reverse, ...page }: Search) => {
      const name = /\bname:\s*(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(query ?? '');
      const wanted = name && (name[1] ?? name[2] ?? name[3]);
      const found = shop.book
        .records()
        .filter(({ id }) => !wanted || plainName(shop.book.order(id)?.name) === plainName(wanted))
        .map(({ id }) => id);
      const { nodes, edges, pageInfo } = connection(reverse === true ? found.reverse() : found, page);
      return {
        nodes: nodes.map(orderBy),
        edges: edges.map(({ node, cursor }) => ({ node: () => orderBy(node), cursor })),
        pageInfo,
      };
    },
    locations: (page: Page) =>
      connection(
        LOCATIONS.map(({ id }) => locationView(id)),
        page,
      ),
    inventoryItem: ({ id }: { id: string }) => itemView(shop, idOf(id, 'InventoryItem') ?? -1),
    inventoryItems: ({ query, ...page }: Search) =>
      connection(
        searchItems(query).map((id) => itemView(shop, id)),
        page,
      ),
  };
}

/** A refund or a fulfilment with the order it is of. */
function bodyOf(shop: Shop, id: string, list: 'refunds' | 'fulfillments') {
  for (const { id: orderId, rawBody } of shop.book.records()) {
    const order = rawBody.includes(id) ? shop.book.order(orderId) : undefined;
    const body = order && objectsAt(order, list).find((one) => one.admin_graphql_api_id === id);
    if (order && body) return { order, body };
  }
  return undefined;
}

/** People write a number with its mark and without. */
const plainName = (name = ''): string => name.replace(/^#/, '');

const errorsOf = <T>(answer: Made<T>) => ('userErrors' in answer ? answer.userErrors : []);

const NO_HANDLE = refused(['identifier'], 'Say which product by its handle.', 'INVALID_INPUT');

function mutationRoot(shop: Shop, once: Idempotent) {
  return {
    refundCreate: ({ input }: { input: RefundInput }, _context: unknown, info: GraphQLResolveInfo) => {
      const answer = once(info, input, () => createRefund(shop, input));
      if (!('made' in answer)) return { order: null, refund: null, userErrors: answer.userErrors };
      const { order, refund } = answer.made;
      // As the order is now: a repeat is answered from what there is, not from what there was.
      const now = shop.book.order(order.id) ?? order;
      return { order: () => orderView(shop, now), refund: refundView(shop, now, refund), userErrors: [] };
    },
    fulfillmentCreate: ({ fulfillment }: { fulfillment: FulfillmentInput }) => {
      const answer = createFulfillment(shop, fulfillment);
      const made = 'made' in answer ? fulfillmentView(answer.made.order, answer.made.body) : null;
      return { fulfillment: made, userErrors: errorsOf(answer) };
    },
    metafieldsSet: ({ metafields }: { metafields: readonly MetafieldInput[] }) => {
      const answer = setMetafields(shop, metafields);
      const made = 'made' in answer ? answer.made.map(metafieldView) : null;
      return { metafields: made, userErrors: errorsOf(answer) };
    },
    productSet: ({ identifier, input }: { identifier?: { handle?: string | null } | null; input: ProductSetInput }) => {
      const handle = identifier?.handle ?? input.handle ?? '';
      const answer = handle === '' ? NO_HANDLE : setShopProduct(shop, handle, input);
      const made = 'made' in answer ? { id: gid('Product', answer.made.id), handle } : null;
      return { product: made, userErrors: errorsOf(answer) };
    },
    inventorySetQuantities: ({ input }: { input: SetQuantitiesInput }, _context: unknown, info: GraphQLResolveInfo) => {
      const answer = once(info, input, () => setQuantities(shop, input));
      if (!('made' in answer)) return { inventoryAdjustmentGroup: null, userErrors: answer.userErrors };
      return {
        inventoryAdjustmentGroup: {
          id: gid('InventoryAdjustmentGroup', shop.nextId()),
          createdAt: new Date(shop.clock()).toISOString(),
          reason: input.reason,
          referenceDocumentUri: input.referenceDocumentUri ?? null,
          changes: answer.made.map(({ itemId, locationId, delta, after }) => ({
            name: input.name,
            delta,
            quantityAfterChange: after,
            item: () => itemView(shop, itemId),
            location: locationView(locationId),
          })),
        },
        userErrors: [],
      };
    },
  };
}

/** What a document may begin with, for both kinds of operation. */
export function rootOf({ shop, subscriptions }: ShopAnswers, once: Idempotent) {
  return { ...queryRoot(shop), ...mutationRoot(shop, once), ...subscriptionRoot(subscriptions) };
}
