import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';

const FILTER = `"PurchaseOrderByCustomer eq '" + input.name.replaceAll("'", "''") + "'"`;

/** A scope over pages: every order of the shop, page by page, looked for in the ERP. */
export const missingOrders: Flow = {
  format: FLOW_FORMAT,
  id: 'missing-orders',
  name: 'Orders missing in the ERP',
  nodes: [
    {
      id: 'night',
      type: 'schedule',
      version: 1,
      name: 'Every night at half past two',
      params: { cron: '30 2 * * *', timeZone: 'Europe/Berlin', missed: 'skip' },
      policy: {},
    },
    {
      id: 'orders',
      type: 'read-pages',
      version: 1,
      name: 'All orders of the shop',
      params: {
        connection: 'shopify',
        url: '/admin/api/2026-07/orders.json',
        query: { status: 'any', limit: 50, fields: 'id,name' },
        items: 'orders',
        paging: 'link',
        parallelism: 4,
        onError: 'collect',
      },
      policy: {},
    },
    {
      id: 'find',
      type: 'http-request',
      version: 1,
      name: 'Look for it in S/4HANA',
      scope: 'orders',
      params: {
        connection: 'sap',
        method: 'GET',
        url: '/sap/opu/odata/sap/API_SALES_ORDER_SRV/A_SalesOrder',
        query: { $filter: `=${FILTER}`, $select: 'SalesOrder', $top: 1 },
        headers: { accept: 'application/json' },
      },
      policy: { strategy: 'safe' },
    },
    {
      id: 'entry',
      type: 'set-fields',
      version: 1,
      name: 'There or missing',
      scope: 'orders',
      params: {
        mode: 'only',
        fields: [
          { path: 'order', value: '=steps.orders.name' },
          { path: 'missing', value: '=input.body.d.results.length === 0' },
        ],
      },
      policy: {},
    },
    {
      id: 'report',
      type: 'set-fields',
      version: 1,
      name: 'List the missing ones',
      params: {
        mode: 'only',
        fields: [
          { path: 'checked', value: '=input.items' },
          { path: 'missing', value: '=input.results.filter(({ missing }) => missing).map(({ order }) => order)' },
          { path: 'unknown', value: '=input.failed' },
        ],
      },
      policy: {},
    },
    {
      id: 'say',
      type: 'log',
      version: 1,
      name: 'Report',
      params: {
        level: 'info',
        message: "=input.checked + ' orders checked, ' + input.missing.length + ' missing ' + input.missing.join(', ')",
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'night', port: 'out', to: 'orders' },
    { from: 'orders', port: 'each', to: 'find' },
    { from: 'find', port: 'out', to: 'entry' },
    { from: 'orders', port: 'done', to: 'report' },
    { from: 'report', port: 'out', to: 'say' },
  ],
  layout: {
    nodes: layOut([
      ['night', 'orders', 'report', 'say'],
      ['', '', 'find', 'entry'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description: 'Every night reads all orders of the shop, page by page, and lists those that S/4HANA does not have.',
    owner: 'Sales',
  },
  tests: [
    {
      id: 'none-there',
      name: 'Two orders, neither of them there',
      node: 'night',
      message: { scheduledAt: '2026-11-24T01:30:00.000Z' },
      replies: {
        orders: [{ port: 'each', value: [{ name: '#1001' }, { name: '#1002' }] }],
        find: [{ port: 'out', value: { status: 200, body: { d: { results: [] } } } }],
      },
      expect: { outputs: { report: { checked: 2, missing: ['#1001', '#1002'], unknown: 0 } } },
    },
    {
      id: 'shop-refuses',
      name: 'The shop takes the token no more',
      node: 'night',
      message: { scheduledAt: '2026-11-24T01:30:00.000Z' },
      replies: {
        orders: [{ fail: { kind: 'refused', code: 'http-401', message: 'Invalid API key or access token.' } }],
      },
      expect: { status: 'exception', exception: { node: 'orders' } },
    },
  ],
};
