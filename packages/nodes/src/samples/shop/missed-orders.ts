import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { shopifyToOrder } from '../maps/shopify-to-order.ts';
import { step } from '../order-to-cash/step.ts';
import { ACCEPTED } from '../order-to-cash/topics.ts';
import { shopOrderExample } from './example.ts';
import { RESTORED } from './topics.ts';

const FILTER = `"PurchaseOrderByCustomer eq '" + input.name.replaceAll("'", "''") + "'"`;
const inOrders = { scope: 'orders' };
const EVENT = {
  ...{ topic: RESTORED, key: 'orders/create', eventId: 'x', offset: 1, receivedAt: '2026-11-26T08:07:01.000Z' },
  payload: { system: 'shopify', topic: 'orders/create', since: '2026-11-26T02:07:00.000Z' },
};
const found = (...results: JsonObject[]) => ({ port: 'out', value: { status: 200, body: { d: { results } } } });

/** Orders the shop could not tell us are fetched, and accepted like those it told: an order that came both ways is one order. */
export const missedOrders: Flow = {
  format: FLOW_FORMAT,
  id: 'missed-orders',
  name: 'Fetch missed orders',
  nodes: [
    step(['restored', 'on-event', 'Orders are told again'], { topic: RESTORED, keys: 'orders/create' }),
    step(['orders', 'read-pages', 'Orders placed since'], {
      connection: 'shopify',
      url: '/admin/api/2026-07/orders.json',
      query: { status: 'any', limit: 50, created_at_min: '=input.payload.since' },
      items: 'orders',
      paging: 'link',
      parallelism: 1,
      onError: 'collect',
    }),
    step(
      ['find', 'http-request', 'Is it in the books?'],
      {
        connection: 'sap',
        method: 'GET',
        url: '/sap/opu/odata/sap/API_SALES_ORDER_SRV/A_SalesOrder',
        query: { $filter: `=${FILTER}`, $select: 'SalesOrder', $top: 1 },
        headers: { accept: 'application/json' },
      },
      { ...inOrders, policy: { strategy: 'safe' } },
    ),
    step(
      ['missing', 'filter', 'Only what is missing'],
      { when: '=input.body.d.results.length === 0', reason: "=steps.orders.name + ' is in the books.'" },
      inOrders,
    ),
    step(
      ['again', 'map', 'The order of the shop'],
      {
        script:
          'export default function map(_: unknown, ctx: { steps: Record<string, unknown> }) {\n  return ctx.steps.orders;\n}\n',
      },
      inOrders,
    ),
    step(['order', 'map', 'To canonical order'], { script: shopifyToOrder }, inOrders),
    step(
      ['accepted', 'send-event', 'It is accepted'],
      { topic: ACCEPTED, key: '=input.reference', eventId: '=input.externalId' },
      inOrders,
    ),
    step(['report', 'log', 'Report'], {
      level: 'info',
      message: "=input.items + ' orders since then were looked at, ' + input.failed + ' could not be fetched'",
    }),
  ],
  edges: [
    { from: 'restored', port: 'out', to: 'orders' },
    { from: 'orders', port: 'each', to: 'find' },
    { from: 'find', port: 'out', to: 'missing' },
    { from: 'missing', port: 'pass', to: 'again' },
    { from: 'again', port: 'out', to: 'order' },
    { from: 'order', port: 'out', to: 'accepted' },
    { from: 'orders', port: 'done', to: 'report' },
  ],
  layout: {
    nodes: layOut([
      ['restored', 'orders', '', '', '', '', '', 'report'],
      ['', '', 'find', 'missing', 'again', 'order', 'accepted'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'When the shop had stopped telling orders, reads those placed meanwhile and accepts what the books do not have.',
    owner: 'Online shop',
  },
  tests: [
    {
      id: 'missing',
      name: 'Two orders the books do not have',
      node: 'restored',
      message: EVENT,
      replies: {
        orders: [{ port: 'each', value: [shopOrderExample('#1'), shopOrderExample('#2')] }],
        find: [found()],
      },
      expect: {
        published: [
          { topic: ACCEPTED, key: '#1' },
          { topic: ACCEPTED, key: '#2' },
        ],
      },
    },
    {
      id: 'there',
      name: 'The books have it',
      node: 'restored',
      message: EVENT,
      replies: {
        orders: [{ port: 'each', value: [shopOrderExample('#1')] }],
        find: [found({ SalesOrder: '4711' })],
      },
      expect: { published: [] },
    },
  ],
};
