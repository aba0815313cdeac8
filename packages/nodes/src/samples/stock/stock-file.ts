import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';

const ROWS = [
  { warehouse: 'DUB-1', sku: 'MUG-BLUE', onHand: 12, allocated: 2 },
  { warehouse: 'DUB-1', sku: 'CAP-RED', onHand: 3, allocated: 0 },
];

/** A file of any size, row by row: what the warehouse exports every night becomes values that other flows read. */
export const stockFile: Flow = {
  format: FLOW_FORMAT,
  id: 'stock-file',
  name: 'Stock file of the night',
  nodes: [
    {
      id: 'night',
      type: 'schedule',
      version: 1,
      name: 'Every night at two',
      params: { cron: '0 2 * * *', timeZone: 'Europe/Dublin', missed: 'run-once' },
      policy: {},
    },
    { id: 'by-hand', type: 'manual', version: 1, name: 'Or by hand', params: {}, policy: {} },
    {
      id: 'file',
      type: 'read-file',
      version: 1,
      name: 'Read the stock file',
      params: {
        connection: 'wms',
        url: '/v1/exports/stock.ndjson',
        format: 'ndjson',
        onIssue: 'skip',
        parallelism: 4,
        onError: 'collect',
        results: 'count',
      },
      policy: {},
    },
    {
      id: 'keep',
      type: 'keep-value',
      version: 1,
      name: 'Keep the count',
      scope: 'file',
      params: { collection: 'stock-file', key: "=input.sku + '@' + input.warehouse", value: '=input' },
      policy: {},
    },
    {
      id: 'say',
      type: 'log',
      version: 1,
      name: 'Say how many',
      params: { level: 'info', message: "=input.items + ' stock levels were read, ' + input.failed + ' failed'" },
      policy: {},
    },
  ],
  edges: [
    { from: 'night', port: 'out', to: 'file' },
    { from: 'by-hand', port: 'out', to: 'file' },
    { from: 'file', port: 'each', to: 'keep' },
    { from: 'file', port: 'done', to: 'say' },
  ],
  layout: { nodes: layOut([['night', 'file', 'say'], ['by-hand'], ['', '', 'keep']]), notes: [] },
  settings: {
    layer: 'system',
    description:
      'Every night it reads the stock file of the warehouse row by row and keeps each count, also when rows are faulty.',
    owner: 'Warehouse',
  },
  tests: [
    {
      id: 'two-rows',
      name: 'A file of two rows',
      node: 'by-hand',
      message: null,
      replies: { file: [{ port: 'each', value: ROWS }] },
      expect: { path: ['file', 'say'] },
    },
  ],
};
