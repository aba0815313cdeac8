import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';

const FILTER = `"PurchaseOrderByCustomer eq '" + input.reference.replaceAll("'", "''") + "'"`;
const HALF_AN_HOUR_MS = 1_800_000;

const found = (status: string) => ({ status: 200, body: { d: { results: [{ OverallSDProcessStatus: status }] } } });

/** A scope that repeats: asks the ERP every half hour, for a day, until an order is complete. Waits without memory. */
export const orderCompleted: Flow = {
  format: FLOW_FORMAT,
  id: 'order-completed',
  name: 'Tell when an order is complete',
  nodes: [
    {
      id: 'asked',
      type: 'webhook',
      version: 1,
      name: 'Order to follow',
      params: { path: 'orders/follow', verify: { scheme: 'none' }, businessKey: '=input.reference' },
      policy: {},
    },
    {
      id: 'follow',
      type: 'repeat-until',
      version: 1,
      name: 'Until it is complete',
      params: { until: 'input.complete', maxTimes: 48, delayMs: HALF_AN_HOUR_MS },
      policy: {},
    },
    {
      id: 'ask',
      type: 'http-request',
      version: 1,
      name: 'Ask S/4HANA for its status',
      scope: 'follow',
      params: {
        connection: 'sap',
        method: 'GET',
        url: '/sap/opu/odata/sap/API_SALES_ORDER_SRV/A_SalesOrder',
        query: { $filter: `=${FILTER}`, $select: 'SalesOrder,OverallSDProcessStatus', $top: 1 },
        headers: { accept: 'application/json' },
      },
      policy: { strategy: 'safe' },
    },
    {
      id: 'status',
      type: 'set-fields',
      version: 1,
      name: 'Is it complete?',
      scope: 'follow',
      params: {
        mode: 'only',
        fields: [
          { path: 'reference', value: '=steps.follow.reference' },
          { path: 'complete', value: "=input.body.d.results[0]?.OverallSDProcessStatus === 'C'" },
        ],
      },
      policy: {},
    },
    {
      id: 'tell',
      type: 'send-event',
      version: 1,
      name: 'Tell that it is complete',
      params: { topic: 'order.completed', key: '=input.reference', payload: '={ reference: input.reference }' },
      policy: { strategy: 'key' },
    },
    {
      id: 'late',
      type: 'log',
      version: 1,
      name: 'Still open after a day',
      params: { level: 'warn', message: "=input.reference + ' is still open after a day.'" },
      policy: {},
    },
  ],
  edges: [
    { from: 'asked', port: 'out', to: 'follow' },
    { from: 'follow', port: 'each', to: 'ask' },
    { from: 'ask', port: 'out', to: 'status' },
    { from: 'follow', port: 'done', to: 'tell' },
    { from: 'follow', port: 'limit', to: 'late' },
  ],
  layout: {
    nodes: layOut([
      ['asked', 'follow', 'tell', 'late'],
      ['', '', 'ask', 'status'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description: 'Asks S/4HANA every half hour, for a day, until an order is complete, and tells it on a topic.',
    owner: 'Customer service',
  },
  tests: [
    {
      id: 'complete',
      name: 'Complete at the first look',
      node: 'asked',
      message: { reference: '#1001' },
      replies: { ask: [{ port: 'out', value: found('C') }] },
      expect: { path: ['follow', 'tell'], published: [{ topic: 'order.completed', key: '#1001' }] },
    },
    {
      id: 'never',
      name: 'Open for a whole day',
      node: 'asked',
      message: { reference: '#1001' },
      replies: { ask: [{ port: 'out', value: found('B') }] },
      expect: { path: ['follow', 'late'] },
    },
  ],
};
