import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { ACCEPTED } from '../order-to-cash/topics.ts';
import { amazonToOrder } from './amazon-to-order.ts';

const DAY_MS = 86_400_000;

const ORDER = {
  AmazonOrderId: '902-1845936-5435065',
  PurchaseDate: '2026-11-27T08:12:00Z',
  LastUpdateDate: '2026-11-27T08:20:00Z',
  OrderStatus: 'Unshipped',
  FulfillmentChannel: 'MFN',
  SalesChannel: 'Amazon.de',
  OrderTotal: { CurrencyCode: 'EUR', Amount: '45.50' },
  BuyerInfo: { BuyerEmail: 'a1@marketplace.amazon.example', BuyerName: 'Jonas Keller' },
  ShippingAddress: {
    Name: 'Jonas Keller',
    AddressLine1: 'Lindenweg 4',
    City: 'Köln',
    PostalCode: '50667',
    CountryCode: 'DE',
  },
};
const ITEMS = [
  {
    OrderItemId: '05015851154158',
    SellerSKU: 'MUG-BLUE',
    Title: 'Mug, blue',
    QuantityOrdered: 3,
    ItemPrice: { CurrencyCode: 'EUR', Amount: '37.50' },
    ItemTax: { CurrencyCode: 'EUR', Amount: '5.99' },
    PromotionDiscount: { CurrencyCode: 'EUR', Amount: '0.00' },
  },
  {
    OrderItemId: '05015851154159',
    SellerSKU: 'CAP-RED',
    Title: 'Cap, red',
    QuantityOrdered: 1,
    ItemPrice: { CurrencyCode: 'EUR', Amount: '8.00' },
    ItemTax: { CurrencyCode: 'EUR', Amount: '1.28' },
    PromotionDiscount: { CurrencyCode: 'EUR', Amount: '0.00' },
  },
];
const TICK = { scheduledAt: '2026-11-27T09:00:00Z', previousAt: null };
const THROUGH = '2026-11-27T08:58:00.000Z';
const READ = { orders: [ORDER], complete: true, through: THROUGH };
const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Orders of the marketplace go where those of the shop go: the process that follows knows no difference (R10). */
export const marketplaceOrders: Flow = {
  format: FLOW_FORMAT,
  id: 'marketplace-orders',
  name: 'Marketplace orders',
  nodes: [
    {
      id: 'tick',
      type: 'schedule',
      version: 1,
      name: 'Every two minutes',
      params: { cron: '*/2 * * * *', timeZone: 'UTC', missed: 'run-once' },
      policy: {},
    },
    {
      id: 'since',
      type: 'read-value',
      version: 1,
      name: 'Where the last run ended',
      params: {
        collection: 'marketplace',
        key: 'orders-through',
        initial: `=new Date(Date.parse(input.scheduledAt) - ${DAY_MS}).toISOString()`,
      },
      policy: {},
    },
    {
      id: 'read',
      type: 'sp-api.read-orders',
      version: 1,
      name: 'Orders changed since',
      params: { connection: 'sp-api', changedAfter: '=input.value' },
      policy: {},
    },
    {
      id: 'each',
      type: 'for-each',
      version: 1,
      name: 'Each order',
      params: { items: '=input.orders', parallelism: 4, onError: 'collect' },
      policy: {},
    },
    {
      id: 'items',
      type: 'sp-api.read-order',
      version: 1,
      name: 'Its items',
      scope: 'each',
      params: { connection: 'sp-api', orderId: '=input.AmazonOrderId', order: '=input' },
      policy: {},
    },
    {
      id: 'order',
      type: 'map',
      version: 1,
      name: 'To canonical order',
      scope: 'each',
      params: { target: 'order@1', script: amazonToOrder },
      policy: {},
    },
    {
      id: 'check',
      type: 'check-contract',
      version: 1,
      name: 'Is it complete?',
      scope: 'each',
      params: { contract: 'order@1' },
      policy: {},
    },
    {
      id: 'accepted',
      type: 'send-event',
      version: 1,
      name: 'It is accepted',
      scope: 'each',
      params: { topic: ACCEPTED, key: '=input.reference', eventId: '=input.externalId' },
      policy: {},
    },
    {
      id: 'incomplete',
      type: 'fail',
      version: 1,
      name: 'It is not',
      scope: 'each',
      params: {
        kind: 'item',
        code: 'order-incomplete',
        message: "='The order is incomplete. ' + (input.issues[0].path || 'It') + ' ' + input.issues[0].message",
        details: '=input.issues',
      },
      policy: {},
    },
    {
      id: 'all',
      type: 'filter',
      version: 1,
      name: 'Were all taken?',
      params: {
        when: '=input.failed === 0',
        reason: "=input.failed + ' orders could not be taken: ' + (input.failures[0]?.error.message ?? '')",
      },
      policy: {},
    },
    {
      id: 'through',
      type: 'keep-value',
      version: 1,
      name: 'The next run begins here',
      params: {
        collection: 'marketplace',
        key: 'orders-through',
        value: '=steps.read.through',
        when: 'newer',
        rank: '=steps.read.through',
      },
      policy: {},
    },
    {
      id: 'left',
      type: 'fail',
      version: 1,
      name: 'Some were not',
      params: { kind: 'refused', code: 'orders-left', message: '=input.reason' },
      policy: {},
    },
  ],
  edges: [
    { from: 'tick', port: 'out', to: 'since' },
    { from: 'since', port: 'found', to: 'read' },
    { from: 'read', port: 'out', to: 'each' },
    { from: 'each', port: 'each', to: 'items' },
    { from: 'items', port: 'out', to: 'order' },
    { from: 'order', port: 'out', to: 'check' },
    { from: 'check', port: 'valid', to: 'accepted' },
    { from: 'check', port: 'invalid', to: 'incomplete' },
    { from: 'each', port: 'done', to: 'all' },
    { from: 'all', port: 'pass', to: 'through' },
    { from: 'all', port: 'rejected', to: 'left' },
  ],
  layout: {
    nodes: layOut([
      ['tick', 'since', 'read', 'each', 'all', 'through'],
      ['', '', '', '', '', 'left'],
      ['', '', '', '', 'items', 'order', 'check', 'accepted'],
      ['', '', '', '', '', '', '', 'incomplete'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Reads the orders of the marketplace since the last time, and tells each on the topic "order.accepted" once, in the canonical form: the process of the shop\'s orders takes them as they are.',
    owner: 'Marketplace',
    speaksFor: ['commerce'],
  },
  tests: [
    {
      id: 'order',
      name: 'One order with two items',
      node: 'tick',
      message: TICK,
      replies: {
        read: [{ port: 'out', value: READ }],
        items: [{ port: 'out', value: { order: ORDER, items: ITEMS } }],
      },
      expect: {
        path: ['since', 'read', 'each', 'all', 'through'],
        published: [
          {
            topic: ACCEPTED,
            key: '902-1845936-5435065',
            payload: {
              reference: '902-1845936-5435065',
              channel: { name: 'amazon' },
              currency: 'EUR',
              shipTo: { city: 'Köln', country: 'DE' },
              lines: [
                { sku: 'MUG-BLUE', quantity: 3, unitPrice: eur('12.50') },
                { sku: 'CAP-RED', quantity: 1, unitPrice: eur('8.00') },
              ],
              totals: { items: eur('45.50'), tax: eur('7.27'), total: eur('45.50') },
            },
          },
        ],
      },
    },
    {
      id: 'left',
      name: 'An order that cannot be taken keeps the place, and a person sees it',
      node: 'tick',
      message: TICK,
      replies: {
        read: [{ port: 'out', value: READ }],
        items: [{ port: 'out', value: { order: ORDER, items: [] } }],
      },
      expect: {
        status: 'exception',
        path: ['since', 'read', 'each', 'all', 'left'],
        published: [],
        exception: { node: 'left', code: 'orders-left' },
      },
    },
  ],
};
