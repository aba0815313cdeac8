import { FLOW_FORMAT, type Flow, type FlowTest } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { collectNodes, HOUR_MS } from './collect-nodes.ts';
import { SOURCED, TOLD } from './topics.ts';

const ORDER: Json = {
  reference: 'C-1001',
  shop: 'BER-SHOP',
  placedAt: '2026-11-20T09:14:05+01:00',
  customer: { name: 'Jana Müller', email: 'jana.mueller@example.com' },
  paymentIntent: 'pi_1',
  lines: [{ id: '1', sku: 'MUG-BLUE', name: 'Mug, blue', quantity: 2 }],
};

const tells = (hours: number, kind: string) => ({
  afterMs: hours * HOUR_MS,
  event: {
    topic: TOLD,
    key: 'C-1001/BER-SHOP',
    id: kind,
    payload: { kind, at: '2026-11-20T12:00:00Z', lines: [{ sku: 'MUG-BLUE', quantity: 2 }] },
  },
});
const NAMED = { reference: 'C-1001/BER-SHOP', system: 'wms' };
const TAKEN: NonNullable<FlowTest['replies']> = {
  reserve: [{ port: 'out', value: { reference: 'C-1001/BER-SHOP', status: 'reserved', reservationId: 'al_1' } }],
  release: [{ port: 'out', value: { ...NAMED, number: 'sh_1', document: 'shipment' } }],
};
const GIVEN_UP: NonNullable<FlowTest['replies']> = {
  stop: [{ port: 'out', value: { ...NAMED, status: 'cancelled' } }],
  refund: [{ port: 'out', value: { reference: 'C-1001', status: 'refunded', system: 'stripe' } }],
};
const BEGIN = ['open', 'reserve', 'all', 'release', 'keep', 'sourced', 'made-ready'];

/** An order that its customer collects in a shop: reserved there, made ready, waited for, and given up when nobody comes. */
export const clickAndCollect: Flow = {
  format: FLOW_FORMAT,
  id: 'click-and-collect',
  name: 'Click and collect',
  nodes: [...collectNodes],
  edges: [
    { from: 'placed', port: 'out', to: 'open' },
    { from: 'open', port: 'updated', to: 'reserve' },
    { from: 'reserve', port: 'out', to: 'all' },
    { from: 'reserve', port: 'undo', to: 'free' },
    { from: 'all', port: 'held', to: 'release' },
    { from: 'all', port: 'otherwise', to: 'short' },
    { from: 'release', port: 'out', to: 'keep' },
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
    { from: 'stop', port: 'out', to: 'stopped' },
    { from: 'stopped', port: 'too-late', to: 'done' },
    { from: 'stopped', port: 'otherwise', to: 'refund' },
    { from: 'short', port: 'out', to: 'refund' },
    { from: 'refund', port: 'out', to: 'paid' },
    { from: 'paid', port: 'paid', to: 'cancelled' },
    { from: 'paid', port: 'otherwise', to: 'no-refund' },
    { from: 'cancelled', port: 'updated', to: 'tell-cancelled' },
  ],
  layout: {
    nodes: layOut([
      ['', '', '', 'free'],
      [
        'placed',
        'open',
        'reserve',
        'all',
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
        '',
        'done',
      ],
      ['', '', '', '', '', '', '', '', 'not-ready', '', '', '', 'not-collected', 'not-there', 'stop', 'stopped'],
      [
        '',
        '',
        '',
        '',
        'short',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        'refund',
        'paid',
        'cancelled',
        'tell-cancelled',
      ],
      ['', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'no-refund'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
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
          'stopped',
          'refund',
          'paid',
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
      replies: {
        ...TAKEN,
        stop: [{ port: 'out', value: { ...NAMED, status: 'too-late', reason: 'It is collected.' } }],
      },
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
        reserve: [{ port: 'out', value: { reference: 'C-1001/BER-SHOP', status: 'short' } }],
      },
      expect: { path: ['open', 'reserve', 'all', 'short', 'refund', 'paid', 'cancelled', 'tell-cancelled'] },
    },
    {
      id: 'refused',
      name: 'The money cannot go back: a person pays it another way',
      node: 'placed',
      message: ORDER,
      replies: {
        reserve: [{ port: 'out', value: { reference: 'C-1001/BER-SHOP', status: 'short' } }],
        refund: [
          { port: 'out', value: { reference: 'C-1001', status: 'refused', system: 'stripe', reason: 'Expired.' } },
        ],
        free: [{ port: 'out', value: { reference: 'C-1001/BER-SHOP', status: 'unknown' } }],
      },
      expect: { status: 'exception', exception: { code: 'refund-failed' } },
    },
  ],
};
