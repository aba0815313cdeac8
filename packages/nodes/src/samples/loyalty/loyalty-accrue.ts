import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { MILESTONE } from '../order-to-cash/topics.ts';
import { knownOrder, knownOrderEdges, MEMBER, ORDER_KNOWN, PATIENT } from './known-order.ts';

const SHIPPED = {
  topic: MILESTONE,
  key: '#1001',
  eventId: '#1001/BER-1/shipped/MUG-BLUE/WM1',
  payload: { reference: '#1001', milestone: 'shipped', lines: [{ id: '1', sku: 'MUG-BLUE', quantity: 2 }] },
};

/** Points for each parcel that left, once, whatever the parcel was told of how often. */
export const loyaltyAccrue: Flow = {
  format: FLOW_FORMAT,
  id: 'loyalty-accrue',
  name: 'Points for what was shipped',
  nodes: [
    step(['told', 'on-event', 'A parcel has left'], {
      topic: MILESTONE,
      start: 'beginning',
      when: "input.payload.milestone === 'shipped'",
      businessKey: '=input.key',
    }),
    ...knownOrder('=steps.told.key'),
    step(
      ['accrue', 'loyalty.accrue', 'Give the points'],
      {
        connection: 'loyalty',
        account: '=input.account',
        points: '=steps.points.points',
        reference: '=steps.points.reference',
      },
      { policy: PATIENT },
    ),
    step(
      ['take-back', 'loyalty.reverse', 'Take them back'],
      {
        connection: 'loyalty',
        account: '=input.account',
        points: '=input.points',
        reference: '=input.reference',
      },
      { policy: PATIENT },
    ),
    step(['case', 'update-case', 'Tell the case'], {
      kind: 'order',
      key: '=steps.told.key',
      note: "=input.points + ' points for what was shipped.'",
    }),
  ],
  edges: [
    ...knownOrderEdges,
    { from: 'member', port: 'member', to: 'accrue' },
    { from: 'accrue', port: 'accrued', to: 'case' },
    { from: 'accrue', port: 'undo', to: 'take-back' },
  ],
  layout: {
    nodes: layOut([
      ['told', 'known', '', 'points', 'worth', 'member', 'accrue', 'case'],
      ['', '', 'early', 'stranger', '', '', 'guest', 'take-back'],
      ['', '', '', '', '', '', 'two'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Gives members points for each parcel that left, once. A run that fails or is cancelled after it takes them back.',
    owner: 'Loyalty',
  },
  tests: [
    {
      id: 'parcel',
      name: 'Two mugs have left: 24 points',
      node: 'told',
      message: SHIPPED,
      replies: {
        known: [{ port: 'found', value: { key: '#1001', value: ORDER_KNOWN, version: 1, updatedAt: null } }],
        member: [{ port: 'member', value: MEMBER }],
        accrue: [{ port: 'accrued', value: { account: 'acc-1', points: 24, reference: SHIPPED.eventId } }],
      },
      expect: {
        path: ['known', 'points', 'worth', 'member', 'accrue', 'case'],
        outputs: {
          points: { order: '#1001', email: ORDER_KNOWN.email, points: 24, reference: SHIPPED.eventId },
        },
      },
    },
    {
      id: 'guest',
      name: 'A parcel comes before its order, of a buyer who is no member',
      node: 'told',
      message: SHIPPED,
      replies: {
        known: [{ port: 'missing', value: null }],
        early: [{ port: 'received', value: { payload: ORDER_KNOWN } }],
        member: [{ port: 'no-member', value: { by: 'email', value: ORDER_KNOWN.email } }],
      },
      expect: { path: ['known', 'early', 'points', 'worth', 'member', 'guest'] },
    },
  ],
};
