import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';

const ORDER = {
  name: '#1001',
  line_items: [
    { sku: 'MUG-BLUE', quantity: 2 },
    { sku: 'CAP-RED', quantity: 1 },
  ],
};

const ONE_LEFT = { status: 200, body: { stock: [{ warehouse: 'DUB-1', sku: 'MUG-BLUE', onHand: 5, allocated: 4 }] } };

/** A scope: the lines of an order, several at a time, each asked about in the warehouse; one answer for all of them. */
export const orderLines: Flow = {
  format: FLOW_FORMAT,
  id: 'order-lines',
  name: 'Stock of order lines',
  nodes: [
    {
      id: 'order',
      type: 'webhook',
      version: 1,
      name: 'Order to check',
      params: { path: 'orders/lines', verify: { scheme: 'none' }, businessKey: '=input.name' },
      policy: {},
    },
    {
      id: 'lines',
      type: 'for-each',
      version: 1,
      name: 'Each order line',
      params: { items: '=input.line_items', parallelism: 4, onError: 'collect' },
      policy: {},
    },
    {
      id: 'stock',
      type: 'http-request',
      version: 1,
      name: 'Ask for its stock',
      scope: 'lines',
      params: { connection: 'wms', method: 'GET', url: '/v1/stock', query: { warehouse: 'DUB-1', sku: '=input.sku' } },
      policy: { strategy: 'safe', retry: { maxAttempts: 3, baseMs: 200, capMs: 2000, jitter: 0.2 } },
    },
    {
      id: 'line',
      type: 'set-fields',
      version: 1,
      name: 'Compare with the order',
      scope: 'lines',
      params: {
        mode: 'only',
        fields: [
          { path: 'sku', value: '=steps.lines.sku' },
          { path: 'wanted', value: '=steps.lines.quantity' },
          {
            path: 'free',
            value: '=input.body.stock.reduce((sum, { onHand, allocated }) => sum + onHand - allocated, 0)',
          },
        ],
      },
      policy: {},
    },
    {
      id: 'summary',
      type: 'set-fields',
      version: 1,
      name: 'One answer for all lines',
      params: {
        mode: 'only',
        fields: [
          { path: 'order', value: '=steps.order.name' },
          { path: 'lines', value: '=input.items' },
          { path: 'short', value: '=input.results.filter(({ wanted, free }) => free < wanted).map(({ sku }) => sku)' },
          { path: 'unknown', value: '=input.failures.map(({ item }) => item.sku)' },
        ],
      },
      policy: {},
    },
    {
      id: 'say',
      type: 'log',
      version: 1,
      name: 'Say what is short',
      params: {
        level: 'info',
        message:
          "=input.order + ': ' + (input.short.length === 0 ? 'all there' : 'short of ' + input.short.join(', '))",
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'order', port: 'out', to: 'lines' },
    { from: 'lines', port: 'each', to: 'stock' },
    { from: 'stock', port: 'out', to: 'line' },
    { from: 'lines', port: 'done', to: 'summary' },
    { from: 'summary', port: 'out', to: 'say' },
  ],
  layout: {
    nodes: layOut([
      ['order', 'lines', 'summary', 'say'],
      ['', '', 'stock', 'line'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description: 'Asks the warehouse for the stock of every line of an order, four at a time, and says what is short.',
    owner: 'Customer service',
  },
  tests: [
    {
      id: 'one-short',
      name: 'One line is short',
      node: 'order',
      message: ORDER,
      replies: { stock: [{ port: 'out', value: ONE_LEFT }] },
      expect: {
        path: ['lines', 'summary', 'say'],
        outputs: { summary: { order: '#1001', lines: 2, short: ['MUG-BLUE'], unknown: [] } },
      },
    },
    {
      id: 'refused',
      name: 'The warehouse knows none of them',
      node: 'order',
      message: ORDER,
      replies: { stock: [{ fail: { kind: 'refused', code: 'http-422', message: 'Unknown SKU.' } }] },
      expect: { outputs: { summary: { lines: 2, short: [], unknown: ['MUG-BLUE', 'CAP-RED'] } } },
    },
  ],
};
