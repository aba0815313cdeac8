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
    step('release', 'call-capability', 'Release the credit memo', {
      capability: 'release-credit-memo',
      message: '={ reference: steps.refunded.key, number: steps.refunded.payload.creditMemoRequest }',
    }),
    step('close', 'update-case', 'Close the case', {
      kind: 'return',
      key: '=steps.refunded.key',
      state: 'closed',
      documents:
        '=steps.refunded.payload.refund ? [{ type: "refund", id: steps.refunded.payload.refund, system: steps.refunded.payload.system || "payments" }] : []',
      reached: [{ name: 'refunded' }],
      note: "=steps.refunded.payload.amount + ' ' + steps.refunded.payload.currency + ' given back.'",
      visible: true,
    }),
  ],
  edges: [
    { from: 'refunded', port: 'out', to: 'release' },
    { from: 'release', port: 'out', to: 'close' },
  ],
  layout: { nodes: layOut([['refunded', 'release', 'close']]), notes: [] },
  settings: {
    layer: 'process',
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
      replies: {
        release: [
          { port: 'out', value: { reference: 'RMA-3107', number: '70000001', system: 's4hana', status: 'released' } },
        ],
      },
      expect: { path: ['release', 'close'] },
    },
  ],
};
