import { FLOW_FORMAT, type Flow, type TestArrival, type TestReply } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';

const DAY_MS = 86_400_000;

const BROKEN_MUG = {
  returnNumber: 'R-1042',
  order: '#1042',
  reason: 'Broken on arrival.',
  lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
};
const RESERVED: TestReply[] = [{ port: 'allocated', value: { allocationId: 'A-1' } }];
const APPROVED: TestArrival = { afterMs: DAY_MS, answer: { node: 'decide', decision: 'approved', by: 'ann' } };

/**
 * A return that people decide about and goods that come back days later: the run waits for both without costing memory, and
 * gives the reserved stock back when the replacement cannot be sent. An exchange, where "Return to refund" gives money: both stay.
 */
export const returnApproval: Flow = {
  format: FLOW_FORMAT,
  id: 'return-approval',
  name: 'Return approval',
  nodes: [
    {
      id: 'asked',
      type: 'webhook',
      version: 1,
      name: 'Return requested',
      params: {
        path: 'returns/requested',
        verify: { scheme: 'none' },
        dedupe: '=input.returnNumber',
        businessKey: '=input.returnNumber',
        respond: 'accepted',
      },
      policy: {},
    },
    {
      id: 'decide',
      type: 'approve',
      version: 1,
      name: 'Send a replacement?',
      params: {
        title: "='Replace ' + input.lines.length + ' line(s) of order ' + input.order + '? ' + input.reason",
        details: '=input',
        assignee: 'Returns team',
        deadlineMs: 3 * DAY_MS,
      },
      policy: { slaMs: DAY_MS },
    },
    {
      id: 'reserve',
      type: 'wms.allocate',
      version: 1,
      name: 'Reserve the replacement',
      params: {
        connection: 'wms',
        warehouse: "=steps.asked.warehouse ?? 'BER-1'",
        orderRef: '=steps.asked.returnNumber',
        lines: '=steps.asked.lines',
      },
      policy: {},
    },
    {
      id: 'release',
      type: 'http-request',
      version: 1,
      name: 'Give the stock back',
      params: {
        connection: 'wms',
        method: 'DELETE',
        url: "='/v1/allocations/' + encodeURIComponent(input.allocationId)",
        expectedStatuses: '2xx, 404',
      },
      policy: { strategy: 'key' },
    },
    {
      id: 'returned',
      type: 'wait-for-event',
      version: 1,
      name: 'Goods are back',
      params: { topic: 'return.received', key: '=steps.asked.returnNumber', from: 'kept', timeoutMs: 14 * DAY_MS },
      policy: {},
    },
    {
      id: 'order',
      type: 'set-fields',
      version: 1,
      name: 'Replacement order',
      params: {
        mode: 'only',
        fields: [
          { path: 'reference', value: '=steps.asked.returnNumber' },
          { path: 'lines', value: '=steps.asked.lines' },
        ],
      },
      policy: {},
    },
    {
      id: 'replace',
      type: 'sap.create-sales-order',
      version: 1,
      name: 'Create replacement order',
      params: {
        connection: 'sap',
        orderType: 'OR',
        salesOrganization: "=steps.asked.salesOrganization ?? '1010'",
        distributionChannel: '10',
        division: '00',
        soldToParty: '10100001',
        lookUp: 'when-in-doubt',
      },
      policy: {},
    },
    {
      id: 'done',
      type: 'log',
      version: 1,
      name: 'Replacement is on its way',
      params: {
        level: 'info',
        message: "='Return ' + steps.asked.returnNumber + ' is replaced by sales order ' + input.salesOrder",
      },
      policy: {},
    },
    {
      id: 'rejected',
      type: 'log',
      version: 1,
      name: 'Return is rejected',
      params: {
        level: 'info',
        message: "='Return ' + steps.asked.returnNumber + ' was rejected by ' + input.by + ': ' + input.comment",
      },
      policy: {},
    },
    {
      id: 'unanswered',
      type: 'fail',
      version: 1,
      name: 'Nobody answered',
      params: {
        kind: 'refused',
        code: 'return-unanswered',
        message: 'Nobody decided about this return in three days.',
      },
      policy: {},
    },
    {
      id: 'no-stock',
      type: 'fail',
      version: 1,
      name: 'No replacement in stock',
      params: { kind: 'refused', code: 'no-replacement', message: 'The replacement is not in stock in full.' },
      policy: {},
    },
    {
      id: 'not-back',
      type: 'fail',
      version: 1,
      name: 'Goods never came',
      params: { kind: 'refused', code: 'goods-not-back', message: 'The goods did not come back in 14 days.' },
      policy: {},
    },
  ],
  edges: [
    { from: 'asked', port: 'out', to: 'decide' },
    { from: 'decide', port: 'approved', to: 'reserve' },
    { from: 'decide', port: 'rejected', to: 'rejected' },
    { from: 'decide', port: 'timeout', to: 'unanswered' },
    { from: 'reserve', port: 'allocated', to: 'returned' },
    { from: 'reserve', port: 'short', to: 'no-stock' },
    { from: 'reserve', port: 'undo', to: 'release' },
    { from: 'returned', port: 'received', to: 'order' },
    { from: 'returned', port: 'timeout', to: 'not-back' },
    { from: 'order', port: 'out', to: 'replace' },
    { from: 'replace', port: 'created', to: 'done' },
  ],
  layout: {
    nodes: layOut([
      ['asked', 'decide', 'reserve', 'returned', 'order', 'replace', 'done'],
      ['', '', '', 'release', 'not-back'],
      ['', '', 'rejected', 'no-stock'],
      ['', '', 'unanswered'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'A person decides about a return. The replacement is reserved, and ordered when the goods are back; when anything fails in between, the stock is given back.',
    owner: 'Customer service',
    deadlineMs: 30 * DAY_MS,
  },
  tests: [
    {
      id: 'broken-mug',
      name: 'A mug broke on its way: approved, and back after five days',
      node: 'asked',
      message: BROKEN_MUG,
      replies: { reserve: RESERVED, replace: [{ port: 'created', value: { salesOrder: '4711' } }] },
      arrivals: [APPROVED, { afterMs: 5 * DAY_MS, event: { topic: 'return.received', key: 'R-1042', payload: {} } }],
      expect: { path: ['decide', 'reserve', 'returned', 'order', 'replace', 'done'] },
    },
    {
      id: 'not-back',
      name: 'The goods never come: the stock is given back',
      node: 'asked',
      message: BROKEN_MUG,
      replies: { reserve: RESERVED, release: [{ port: 'out', value: { status: 204 } }] },
      arrivals: [APPROVED],
      expect: {
        status: 'exception',
        path: ['decide', 'reserve', 'returned', 'not-back', 'release'],
        exception: { code: 'goods-not-back' },
      },
    },
    {
      id: 'unanswered',
      name: 'Nobody decides in three days',
      node: 'asked',
      message: BROKEN_MUG,
      expect: { status: 'exception', path: ['decide', 'unanswered'], exception: { code: 'return-unanswered' } },
    },
  ],
};
