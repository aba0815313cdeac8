import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { knownOrder, knownOrderEdges, MEMBER, ORDER_KNOWN, PATIENT } from './known-order.ts';

const REFUNDED = {
  topic: 'return.refunded',
  key: 'RMA-3107',
  eventId: 'RMA-3107#refunded',
  payload: { rma: 'RMA-3107', order: '#1001', lines: [{ lineItem: 1, sku: 'MUG-BLUE', quantity: 1 }] },
};

/** Points of goods that came back, once. A return may come before the points of its order: the sum is the same. */
export const loyaltyReverse: Flow = {
  format: FLOW_FORMAT,
  id: 'loyalty-reverse',
  name: 'Points of what came back',
  nodes: [
    step(['told', 'on-event', 'A return is paid'], {
      topic: 'return.refunded',
      start: 'beginning',
      // Returns of before the program tell no lines.
      when: 'Array.isArray(input.payload.lines)',
      businessKey: '=input.key',
    }),
    ...knownOrder('=steps.told.payload.order'),
    step(
      ['reverse', 'loyalty.reverse', 'Take the points back'],
      {
        connection: 'loyalty',
        account: '=input.account',
        points: '=steps.points.points',
        reference: '=steps.points.reference',
        whenShort: 'below-zero',
      },
      { policy: PATIENT },
    ),
    step(['case', 'update-case', 'Tell the case'], {
      kind: 'return',
      key: '=steps.told.key',
      note: "=(-input.points) + ' points taken back for what came back.'",
    }),
  ],
  edges: [
    ...knownOrderEdges,
    { from: 'member', port: 'member', to: 'reverse' },
    { from: 'reverse', port: 'reversed', to: 'case' },
  ],
  layout: {
    nodes: layOut([
      ['told', 'known', '', 'points', 'worth', 'member', 'reverse', 'case'],
      ['', '', 'early', 'stranger', '', '', 'guest'],
      ['', '', '', '', '', '', 'two'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description: 'Takes back the points of goods that came back, when their money is paid; once for each return.',
    owner: 'Loyalty',
  },
  tests: [
    {
      id: 'return',
      name: 'One of two mugs comes back: 12 points',
      node: 'told',
      message: REFUNDED,
      replies: {
        known: [{ port: 'found', value: { key: '#1001', value: ORDER_KNOWN, version: 1, updatedAt: null } }],
        member: [{ port: 'member', value: MEMBER }],
        reverse: [{ port: 'reversed', value: { account: 'acc-1', points: -12, reference: REFUNDED.eventId } }],
      },
      expect: {
        path: ['known', 'points', 'worth', 'member', 'reverse', 'case'],
        outputs: {
          points: { order: '#1001', email: ORDER_KNOWN.email, points: 12, reference: REFUNDED.eventId },
        },
      },
    },
  ],
};
