import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from './nodes.ts';

/** What follows a refund: it only goes forward, and is tried again until it is done, for the money is gone. */
export const returnSettled: Flow = {
  format: FLOW_FORMAT,
  id: 'return-settled',
  name: 'Return settled',
  nodes: [
    step('refunded', 'on-event', 'The money is paid', {
      topic: 'return.refunded',
      start: 'now',
      businessKey: '=input.key',
    }),
    step('release', 'sap.release-credit-memo', 'Release the credit memo', {
      connection: 'sap',
      creditMemoRequest: '=steps.refunded.payload.creditMemoRequest',
    }),
    step('close', 'update-case', 'Close the case', {
      kind: 'return',
      key: '=steps.refunded.key',
      state: 'closed',
      documents:
        '=steps.refunded.payload.refund ? [{ type: "refund", id: steps.refunded.payload.refund, system: "payments" }] : []',
      reached: [{ name: 'refunded' }],
      note: "=steps.refunded.payload.amount + ' ' + steps.refunded.payload.currency + ' given back.'",
      visible: true,
    }),
  ],
  edges: [
    { from: 'refunded', port: 'out', to: 'release' },
    { from: 'release', port: 'released', to: 'close' },
  ],
  layout: { nodes: layOut([['refunded', 'release', 'close']]), notes: [] },
  settings: {
    description: 'Releases the credit memo of a return whose money is paid, and closes its case.',
    owner: 'Finance',
  },
  tests: [
    {
      id: 'settled',
      name: 'The credit memo is released',
      node: 'refunded',
      message: {
        topic: 'return.refunded',
        key: 'RMA-3107',
        eventId: 'RMA-3107#refunded',
        offset: 1,
        receivedAt: '2026-11-29T08:00:00.000Z',
        payload: { rma: 'RMA-3107', amount: '14.50', currency: 'EUR', creditMemoRequest: '70000001', refund: 're_1' },
      },
      replies: { release: [{ port: 'released', value: { creditMemoRequest: '70000001', changed: true } }] },
      expect: { path: ['release', 'close'] },
    },
  ],
};
