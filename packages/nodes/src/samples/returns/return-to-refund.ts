import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { decideNodes } from './decide-nodes.ts';
import { RETURN_ASKED } from './message.ts';
import { moneyNodes } from './money-nodes.ts';

const DAY_MS = 86_400_000;
const AUTHORISED = { rma: 'RMA-3107', decision: 'authorised', number: '60000001', system: 's4hana' };
const CREDITED = { reference: 'RMA-3107', number: '70000001', system: 's4hana', status: 'created' };
const refund = (status: string, more: JsonObject = {}) => ({
  port: 'out',
  value: { reference: 'RMA-3107', status, system: 'shopify', ...more },
});
/** Answers until the money, whatever becomes of it. */
const UNTIL_REFUND = {
  authorise: [{ port: 'out', value: AUTHORISED }],
  credit: [{ port: 'out', value: CREDITED }],
};
const BACK = { afterMs: 5 * DAY_MS, event: { topic: 'return.received', key: 'RMA-3107', payload: {} } };

/**
 * A return from the request to the money: policy, a person where the policy asks, authorisation in the ERP, the goods, credit memo,
 * refund. What is refused before the money moves is taken back in reverse order. The refund is the point of no return, so the
 * flow ends with it: what follows ("Return settled") only goes forward.
 */
export const returnToRefund: Flow = {
  format: FLOW_FORMAT,
  id: 'return-to-refund',
  name: 'Return to refund',
  nodes: [...decideNodes, ...moneyNodes],
  edges: [
    { from: 'asked', port: 'out', to: 'policy' },
    { from: 'policy', port: 'out', to: 'open' },
    { from: 'open', port: 'updated', to: 'way' },
    { from: 'way', port: 'accept', to: 'decided' },
    { from: 'way', port: 'ask', to: 'ask' },
    { from: 'way', port: 'otherwise', to: 'turned-down' },
    { from: 'ask', port: 'approved', to: 'decided' },
    { from: 'ask', port: 'rejected', to: 'turned-down' },
    { from: 'ask', port: 'timeout', to: 'unanswered' },
    { from: 'decided', port: 'out', to: 'approved' },
    { from: 'turned-down', port: 'out', to: 'rejected' },
    { from: 'approved', port: 'updated', to: 'authorise' },
    { from: 'authorise', port: 'out', to: 'may' },
    { from: 'authorise', port: 'undo', to: 'withdraw' },
    { from: 'may', port: 'authorised', to: 'announced' },
    { from: 'may', port: 'otherwise', to: 'not-authorised' },
    { from: 'announced', port: 'updated', to: 'back' },
    { from: 'back', port: 'received', to: 'arrived' },
    { from: 'back', port: 'timeout', to: 'overdue' },
    { from: 'overdue', port: 'updated', to: 'not-back' },
    { from: 'arrived', port: 'updated', to: 'credit' },
    { from: 'credit', port: 'out', to: 'credited' },
    { from: 'credit', port: 'undo', to: 'reverse' },
    { from: 'credited', port: 'updated', to: 'refund' },
    { from: 'credited', port: 'undo', to: 'taking-back' },
    { from: 'refund', port: 'out', to: 'how' },
    { from: 'refund', port: 'error', to: 'unclear' },
    { from: 'how', port: 'paid', to: 'paid' },
    { from: 'how', port: 'refused', to: 'declined' },
    { from: 'how', port: 'otherwise', to: 'unclear' },
    { from: 'unclear', port: 'approved', to: 'paid' },
    { from: 'unclear', port: 'rejected', to: 'declined' },
    { from: 'unclear', port: 'timeout', to: 'nobody-knows' },
    { from: 'declined', port: 'updated', to: 'not-refunded' },
  ],
  layout: {
    nodes: layOut([
      [
        'asked',
        'policy',
        'open',
        'way',
        '',
        'decided',
        'approved',
        'authorise',
        'may',
        'announced',
        'back',
        'arrived',
        'credit',
        'credited',
        'refund',
        'how',
        '',
        'paid',
      ],
      [
        '',
        '',
        '',
        '',
        'ask',
        'turned-down',
        'rejected',
        '',
        'withdraw',
        'not-authorised',
        'overdue',
        'not-back',
        '',
        'reverse',
        'taking-back',
        '',
        'unclear',
        'declined',
        'not-refunded',
      ],
      ['', '', '', '', '', 'unanswered', '', '', '', '', '', '', '', '', '', '', '', 'nobody-knows'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description:
      'A return from the request to the refund: policy and approval, authorisation in the ERP, the goods, credit memo, refund. What the money does not follow is taken back in reverse order.',
    owner: 'Customer service',
    deadlineMs: 45 * DAY_MS,
  },
  tests: [
    {
      id: 'within-the-limit',
      name: 'A mug, within the limit of the policy',
      node: 'asked',
      message: RETURN_ASKED,
      replies: {
        ...UNTIL_REFUND,
        refund: [refund('refunded', { number: 'gid://shopify/Refund/1' })],
      },
      arrivals: [BACK],
      expect: {
        published: [
          { topic: 'return.decided', key: 'RMA-3107' },
          { topic: 'return.refunded', key: 'RMA-3107' },
        ],
      },
    },
    {
      id: 'too-late',
      name: 'Asked for after the window: turned down',
      node: 'asked',
      message: { ...RETURN_ASKED, order: { ...RETURN_ASKED.order, orderedAt: '2026-09-01' } },
      expect: { path: ['policy', 'open', 'way', 'turned-down', 'rejected'] },
    },
    {
      id: 'refused',
      name: 'The refund is refused: the credit memo is taken back',
      node: 'asked',
      message: RETURN_ASKED,
      replies: {
        ...UNTIL_REFUND,
        refund: [refund('refused', { code: 'shopify-refused', reason: 'Shopify refused: declined' })],
        reverse: [{ port: 'out', value: { ...CREDITED, status: 'cancelled' } }],
        withdraw: [{ port: 'out', value: { rma: 'RMA-3107', status: 'kept', system: 's4hana' } }],
      },
      arrivals: [BACK],
      expect: { status: 'exception', exception: { code: 'return-not-refunded' } },
    },
    {
      id: 'unclear',
      name: 'Nobody knows whether the money was paid: a person looks, and it was',
      node: 'asked',
      message: RETURN_ASKED,
      replies: {
        ...UNTIL_REFUND,
        refund: [refund('unknown', { reason: 'It did not answer.' })],
        unclear: [{ port: 'approved', value: { by: 'Grace', comment: 'It left on Monday.' } }],
      },
      arrivals: [BACK],
      expect: { published: [{ topic: 'return.decided' }, { topic: 'return.refunded', payload: { by: 'Grace' } }] },
    },
    {
      id: 'not-authorised',
      name: 'The books say that it was never sold',
      node: 'asked',
      message: RETURN_ASKED,
      replies: {
        authorise: [
          { port: 'out', value: { rma: 'RMA-3107', decision: 'refused', system: 's4hana', reason: 'Not sold' } },
        ],
        withdraw: [{ port: 'out', value: { rma: 'RMA-3107', status: 'withdrawn', system: 's4hana' } }],
      },
      expect: { status: 'exception', exception: { code: 'return-not-authorised' } },
    },
  ],
};
