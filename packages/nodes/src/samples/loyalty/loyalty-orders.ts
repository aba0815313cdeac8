import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { SPLIT_ORDER } from '../order-to-cash/example.ts';
import { step } from '../order-to-cash/step.ts';
import { ACCEPTED } from '../order-to-cash/topics.ts';
import { ORDER_KNOWN } from './known-order.ts';
import { piecesOf } from './scripts.ts';
import { LOYALTY_ORDER, LOYALTY_ORDERS } from './topics.ts';

/** What each piece of an order earns, kept when the order is accepted: prices may change before it is shipped or comes back. */
export const loyaltyOrders: Flow = {
  format: FLOW_FORMAT,
  id: 'loyalty-orders',
  name: 'Orders of the loyalty program',
  nodes: [
    step(['accepted', 'on-event', 'An order was accepted'], { topic: ACCEPTED, start: 'beginning' }),
    step(['pieces', 'map', 'What does a piece earn?'], { script: piecesOf }),
    step(['keep', 'keep-value', 'Keep it'], { collection: LOYALTY_ORDERS, key: '=input.reference' }),
    step(['tell', 'send-event', 'Those who came early go on'], {
      topic: LOYALTY_ORDER,
      key: '=steps.pieces.reference',
      eventId: '=steps.pieces.reference',
      payload: '=steps.pieces',
    }),
  ],
  edges: [
    { from: 'accepted', port: 'out', to: 'pieces' },
    { from: 'pieces', port: 'out', to: 'keep' },
    { from: 'keep', port: 'kept', to: 'tell' },
  ],
  layout: { nodes: layOut([['accepted', 'pieces', 'keep', 'tell']]), notes: [] },
  settings: {
    layer: 'process',
    description: 'Keeps what each piece of an accepted order earns: a point for each whole unit of its price.',
    owner: 'Loyalty',
  },
  tests: [
    {
      id: 'order',
      name: 'A mug for 12.50 earns 12 points, a lamp for 89.00 earns 89',
      node: 'accepted',
      message: { topic: ACCEPTED, key: '#1001', eventId: '#1001', payload: SPLIT_ORDER },
      replies: { keep: [{ port: 'kept', value: { key: '#1001', value: null, version: 1 } }] },
      expect: { published: [{ topic: LOYALTY_ORDER, key: '#1001', payload: ORDER_KNOWN }] },
    },
  ],
};
