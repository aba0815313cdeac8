import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { decideNodes } from './decide-nodes.ts';
import { RETURN_ASKED } from './message.ts';
import { moneyNodes } from './money-nodes.ts';

const DAY_MS = 86_400_000;
const AUTHORISED = { customerReturn: '60000001', created: true, reference: 'RMA-3107', warnings: [] };
const CREDITED = {
  creditMemoRequest: '70000001',
  created: true,
  reference: 'RMA-3107',
  total: { amount: '14.50', currency: 'EUR' },
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
    { from: 'authorise', port: 'created', to: 'announced' },
    { from: 'authorise', port: 'undo', to: 'withdraw' },
    { from: 'announced', port: 'updated', to: 'back' },
    { from: 'back', port: 'received', to: 'arrived' },
    { from: 'back', port: 'timeout', to: 'overdue' },
    { from: 'overdue', port: 'updated', to: 'not-back' },
    { from: 'arrived', port: 'updated', to: 'credit' },
    { from: 'credit', port: 'created', to: 'credited' },
    { from: 'credit', port: 'undo', to: 'reverse' },
    { from: 'credited', port: 'updated', to: 'payer' },
    { from: 'credited', port: 'undo', to: 'taking-back' },
    { from: 'payer', port: 'card', to: 'refund-card' },
    { from: 'payer', port: 'otherwise', to: 'refund-shop' },
    ...['refund-card', 'refund-shop'].flatMap((from) => [
      { from, port: 'refunded', to: 'paid' },
      { from, port: 'failed', to: 'declined' },
      { from, port: 'error', to: 'how' },
    ]),
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
        'announced',
        'back',
        'arrived',
        'credit',
        'credited',
        'payer',
        'refund-shop',
        '',
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
        '',
        'overdue',
        'not-back',
        'reverse',
        'taking-back',
        'refund-card',
        'how',
        'unclear',
        'declined',
        'not-refunded',
      ],
      ['', '', '', '', '', 'unanswered', '', '', '', '', '', '', '', '', '', '', '', 'nobody-knows'],
    ]),
    notes: [],
  },
  settings: {
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
        authorise: [{ port: 'created', value: AUTHORISED }],
        credit: [{ port: 'created', value: CREDITED }],
        'refund-shop': [{ port: 'refunded', value: { id: 'gid://shopify/Refund/1' } }],
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
        authorise: [{ port: 'created', value: AUTHORISED }],
        credit: [{ port: 'created', value: CREDITED }],
        'refund-shop': [{ fail: { kind: 'refused', code: 'shopify-refused', message: 'Shopify refused: declined' } }],
        reverse: [{ port: 'rejected', value: { document: '70000001', items: 1 } }],
        withdraw: [{ port: 'kept', value: { document: '60000001', why: 'its goods are back' } }],
      },
      arrivals: [BACK],
      expect: { status: 'exception', exception: { code: 'return-not-refunded' } },
    },
  ],
};
