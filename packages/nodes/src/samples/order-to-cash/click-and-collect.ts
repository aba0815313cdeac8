import { FLOW_FORMAT, type Flow, type FlowTest } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { step } from './step.ts';
import { ORDERS, SOURCED, TOLD } from './topics.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const KEY = '=steps.placed.reference';
const NAME = "steps.placed.reference + '/' + steps.placed.shop";

const ORDER: Json = {
  reference: 'C-1001',
  shop: 'BER-SHOP',
  placedAt: '2026-11-20T09:14:05+01:00',
  customer: { name: 'Jana Müller', email: 'jana.mueller@example.com' },
  paymentIntent: 'pi_1',
  lines: [{ id: '1', sku: 'MUG-BLUE', name: 'Mug, blue', quantity: 2 }],
};

const because = (id: string, name: string, reason: string) =>
  step([id, 'set-fields', name], { mode: 'only', fields: [{ path: 'reason', value: reason }] });
const REASON =
  "(steps.short?.reason ?? steps['not-ready']?.reason ?? steps['not-there']?.reason ?? steps['not-collected']?.reason)";

const tellCustomer = (id: string, name: string, subject: string) =>
  step([id, 'send-event', name], {
    topic: 'customer.message',
    key: KEY,
    eventId: `=steps.placed.reference + '/${id}'`,
    payload: `={ to: steps.placed.customer?.email ?? null, subject: ${subject} }`,
  });

const tells = (hours: number, kind: string) => ({
  afterMs: hours * HOUR_MS,
  event: {
    topic: TOLD,
    key: 'C-1001/BER-SHOP',
    id: kind,
    payload: { kind, at: '2026-11-20T12:00:00Z', lines: [{ sku: 'MUG-BLUE', quantity: 2 }] },
  },
});
const TAKEN: NonNullable<FlowTest['replies']> = {
  reserve: [{ port: 'allocated', value: { allocationId: 'al_1' } }],
  release: [{ port: 'released', value: { shipmentId: 'sh_1' } }],
};
const GIVEN_UP: NonNullable<FlowTest['replies']> = {
  stop: [{ port: 'cancelled', value: { shipmentId: 'sh_1' } }],
  refund: [{ port: 'refunded', value: { status: 'succeeded' } }],
};
const BEGIN = ['open', 'reserve', 'release', 'keep', 'sourced', 'made-ready'];

/** An order that its customer collects in a shop: reserved there, made ready, waited for, and given up when nobody comes. */
export const clickAndCollect: Flow = {
  format: FLOW_FORMAT,
  id: 'click-and-collect',
  name: 'Click and collect',
  nodes: [
    step(['placed', 'webhook', 'Order for a shop'], {
      path: 'orders/click-and-collect',
      verify: { scheme: 'none' },
      dedupe: '=input.reference',
      businessKey: '=input.reference',
      respond: 'accepted',
    }),
    step(['open', 'update-case', 'Open its case'], {
      kind: 'order',
      key: KEY,
      title: '=input.customer?.name ?? input.reference',
      at: '=input.placedAt',
      lines:
        '=input.lines.map(({ id, sku, name, quantity }) => ({ id, title: name ?? sku, quantity, group: input.shop }))',
      groups: '=[{ id: input.shop, title: input.shop }]',
      expected: [{ name: 'ready', withinMs: 2 * HOUR_MS }],
    }),
    step(['reserve', 'wms.allocate', 'Reserve in the shop'], {
      connection: 'wms',
      warehouse: '=steps.placed.shop',
      orderRef: `=${NAME}`,
      lines: '=steps.placed.lines',
    }),
    step(
      ['free', 'http-request', 'Free what was reserved'],
      {
        connection: 'wms',
        method: 'DELETE',
        url: "='/v1/allocations/' + encodeURIComponent(input.allocationId)",
        expectedStatuses: '2xx, 404',
      },
      { policy: { strategy: 'key' } },
    ),
    step(
      ['give-back', 'http-request', 'Give back the rest'],
      {
        connection: 'wms',
        method: 'DELETE',
        url: "='/v1/allocations/' + encodeURIComponent(input.allocationId)",
        expectedStatuses: '2xx, 404',
      },
      { policy: { strategy: 'key' } },
    ),
    because('short', 'The shop has not all of it', 'the shop has not all of it'),
    step(['release', 'wms.release-shipment', 'Have it made ready'], {
      connection: 'wms',
      warehouse: '=steps.placed.shop',
      orderRef: `=${NAME}`,
      service: 'pickup',
      allocationId: '=steps.reserve.allocationId',
      lines: '=steps.placed.lines',
    }),
    step(['keep', 'keep-value', 'Known to those who tell of it'], {
      collection: ORDERS,
      key: KEY,
      value: '={ reference: steps.placed.reference, shop: steps.placed.shop }',
    }),
    step(['sourced', 'send-event', 'Those who came early go on'], {
      topic: SOURCED,
      key: KEY,
      eventId: KEY,
      payload: '={ reference: steps.placed.reference }',
    }),
    step(['made-ready', 'wait-for-event', 'Until it is ready'], {
      topic: TOLD,
      key: `=${NAME}`,
      timeoutMs: 24 * HOUR_MS,
    }),
    because('not-ready', 'Nobody made it ready', 'the shop did not make it ready'),
    step(['is-ready', 'switch', 'Is it?'], { cases: [{ name: 'ready', when: "=input.payload.kind === 'ready'" }] }),
    because('not-there', 'It is not there', 'it was not found in the shop'),
    step(['ready', 'update-case', 'It is ready'], {
      kind: 'order',
      key: KEY,
      at: '=input.payload.at',
      groups: "=[{ id: steps.placed.shop, state: 'released' }]",
      documents: "=[{ type: 'shipment', id: steps.release.shipmentId, system: 'wms' }]",
      reached: [{ name: 'ready' }],
      expected: [{ name: 'collected', withinMs: WEEK_MS }],
      visible: true,
    }),
    tellCustomer(
      'tell-ready',
      'Tell the customer: ready',
      "'Your order ' + steps.placed.reference + ' is ready in ' + steps.placed.shop",
    ),
    step(['collected', 'wait-for-event', 'Until it is collected'], {
      topic: TOLD,
      key: `=${NAME}`,
      timeoutMs: `=steps.placed.holdMs ?? ${WEEK_MS}`,
    }),
    step(['is-collected', 'switch', 'Is it?'], {
      cases: [{ name: 'collected', when: "=input.payload.kind === 'collected'" }],
    }),
    because('not-collected', 'Nobody came', 'it was not collected in time'),
    step(['stop', 'wms.cancel-shipment', 'Put it back on the shelf'], {
      connection: 'wms',
      shipmentId: '=steps.release.shipmentId',
    }),
    step(['done', 'update-case', 'It is with the customer'], {
      kind: 'order',
      key: KEY,
      groups: "=[{ id: steps.placed.shop, state: 'delivered' }]",
      reached: [{ name: 'collected' }],
      visible: true,
    }),
    step(['refund', 'stripe.refund', 'Give the money back'], {
      connection: 'stripe',
      paymentIntent: '=steps.placed.paymentIntent',
      orderReference: KEY,
    }),
    step(['no-refund', 'fail', 'The money is still here'], {
      kind: 'refused',
      code: 'refund-failed',
      message:
        "='The bank did not take the money of ' + steps.placed.reference + ' back: pay the customer another way.'",
    }),
    step(['cancelled', 'update-case', 'It is over'], {
      kind: 'order',
      key: KEY,
      state: 'cancelled',
      groups: "=[{ id: steps.placed.shop, state: 'cancelled' }]",
      note: `='Given up and refunded: ' + ${REASON} + '.'`,
      visible: true,
    }),
    tellCustomer(
      'tell-cancelled',
      'Tell the customer: refunded',
      "'Your order ' + steps.placed.reference + ' is refunded'",
    ),
  ],
  edges: [
    { from: 'placed', port: 'out', to: 'open' },
    { from: 'open', port: 'updated', to: 'reserve' },
    { from: 'reserve', port: 'allocated', to: 'release' },
    { from: 'reserve', port: 'undo', to: 'free' },
    { from: 'reserve', port: 'short', to: 'give-back' },
    { from: 'give-back', port: 'out', to: 'short' },
    { from: 'release', port: 'released', to: 'keep' },
    { from: 'keep', port: 'kept', to: 'sourced' },
    { from: 'sourced', port: 'out', to: 'made-ready' },
    { from: 'made-ready', port: 'received', to: 'is-ready' },
    { from: 'made-ready', port: 'timeout', to: 'not-ready' },
    { from: 'is-ready', port: 'ready', to: 'ready' },
    { from: 'is-ready', port: 'otherwise', to: 'not-there' },
    { from: 'ready', port: 'updated', to: 'tell-ready' },
    { from: 'tell-ready', port: 'out', to: 'collected' },
    { from: 'collected', port: 'received', to: 'is-collected' },
    { from: 'collected', port: 'timeout', to: 'not-collected' },
    { from: 'is-collected', port: 'collected', to: 'done' },
    { from: 'is-collected', port: 'otherwise', to: 'not-there' },
    { from: 'not-ready', port: 'out', to: 'stop' },
    { from: 'not-there', port: 'out', to: 'stop' },
    { from: 'not-collected', port: 'out', to: 'stop' },
    { from: 'stop', port: 'too-late', to: 'done' },
    { from: 'stop', port: 'cancelled', to: 'refund' },
    { from: 'short', port: 'out', to: 'refund' },
    { from: 'refund', port: 'refunded', to: 'cancelled' },
    { from: 'refund', port: 'failed', to: 'no-refund' },
    { from: 'cancelled', port: 'updated', to: 'tell-cancelled' },
  ],
  layout: {
    nodes: layOut([
      ['', '', '', 'free'],
      [
        'placed',
        'open',
        'reserve',
        'release',
        'keep',
        'sourced',
        'made-ready',
        'is-ready',
        'ready',
        'tell-ready',
        'collected',
        'is-collected',
        '',
        '',
        'done',
      ],
      ['', '', '', '', '', '', '', 'not-ready', '', '', '', 'not-collected', 'not-there', 'stop'],
      ['', '', '', 'give-back', 'short', '', '', '', '', '', '', '', '', '', 'refund', 'cancelled', 'tell-cancelled'],
      ['', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'no-refund'],
    ]),
    notes: [],
  },
  settings: {
    description:
      'Reserves an order in the shop where it is collected, has it made ready, tells the customer, and waits for a week. When the shop has it not, or nobody comes, it goes back on the shelf and the money goes back to the customer.',
    owner: 'Shops',
  },
  tests: [
    {
      id: 'collected',
      name: 'Ready after an hour, collected after a day',
      node: 'placed',
      message: ORDER,
      replies: TAKEN,
      arrivals: [tells(1, 'ready'), tells(24, 'collected')],
      expect: {
        path: [...BEGIN, 'is-ready', 'ready', 'tell-ready', 'collected', 'is-collected', 'done'],
        outputs: { done: { state: 'delivered' } },
        published: [
          { topic: SOURCED },
          { topic: 'customer.message', payload: { subject: 'Your order C-1001 is ready in BER-SHOP' } },
        ],
      },
    },
    {
      id: 'nobody-comes',
      name: 'Nobody comes for a week: back on the shelf, money back',
      node: 'placed',
      message: ORDER,
      replies: { ...TAKEN, ...GIVEN_UP },
      arrivals: [tells(1, 'ready')],
      expect: {
        path: [
          ...BEGIN,
          'is-ready',
          'ready',
          'tell-ready',
          'collected',
          'not-collected',
          'stop',
          'refund',
          'cancelled',
          'tell-cancelled',
        ],
        outputs: { cancelled: { state: 'cancelled' } },
      },
    },
    {
      id: 'too-late',
      name: 'The customer came at the last moment',
      node: 'placed',
      message: ORDER,
      replies: { ...TAKEN, stop: [{ port: 'too-late', value: { shipmentId: 'sh_1', reason: 'It is collected.' } }] },
      arrivals: [tells(1, 'ready')],
      expect: { outputs: { done: { state: 'delivered' } } },
    },
    {
      id: 'short',
      name: 'The shop has only one of two',
      node: 'placed',
      message: ORDER,
      replies: {
        ...GIVEN_UP,
        reserve: [{ port: 'short', value: { allocationId: 'al_1', lines: [{ sku: 'MUG-BLUE', short: 1 }] } }],
        'give-back': [{ port: 'out', value: { status: 204 } }],
      },
      expect: { path: ['open', 'reserve', 'give-back', 'short', 'refund', 'cancelled', 'tell-cancelled'] },
    },
  ],
};
