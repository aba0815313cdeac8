import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';

/** From the day of the report before up to this one's; the first report begins a day earlier. */
const SINCE = '(input.previousAt ?? new Date(Date.parse(input.scheduledAt) - 86400000).toISOString()).slice(0, 10)';
const DAYS = `"CreationDate ge datetime'" + ${SINCE} + "T00:00:00' and CreationDate lt datetime'" + input.scheduledAt.slice(0, 10) + "T00:00:00'"`;

const ORDERS = [
  { SalesOrder: '1', TotalNetAmount: '10.05', TransactionCurrency: 'EUR' },
  { SalesOrder: '2', TotalNetAmount: '20.05', TransactionCurrency: 'EUR' },
];

/** Runs by the clock: every morning it asks S/4HANA what was sold since the last report. */
export const dailySales: Flow = {
  format: FLOW_FORMAT,
  id: 'daily-sales',
  name: 'Daily sales report',
  nodes: [
    {
      id: 'morning',
      type: 'schedule',
      version: 1,
      name: 'Every morning at six',
      params: { cron: '0 6 * * *', timeZone: 'Europe/Berlin', missed: 'run-once' },
      policy: {},
    },
    {
      id: 'orders',
      type: 'http-request',
      version: 1,
      name: 'Orders since the last report',
      params: {
        connection: 'sap',
        method: 'GET',
        url: '/sap/opu/odata/sap/API_SALES_ORDER_SRV/A_SalesOrder',
        query: {
          $filter: `=${DAYS}`,
          $select: 'SalesOrder,TotalNetAmount,TransactionCurrency',
          $top: 5000,
        },
        headers: { accept: 'application/json' },
      },
      policy: { strategy: 'safe' },
    },
    {
      id: 'total',
      type: 'map',
      version: 1,
      name: 'Add up by currency',
      params: {
        script: `type Order = { TotalNetAmount: string; TransactionCurrency: string };

export default function map(input: { body: { d: { results: Order[] } } }) {
  const orders = input.body.d.results;
  const cents: Record<string, number> = {};
  for (const { TotalNetAmount, TransactionCurrency } of orders) {
    cents[TransactionCurrency] = (cents[TransactionCurrency] ?? 0) + Math.round(Number(TotalNetAmount) * 100);
  }
  const totals = Object.entries(cents).map(([currency, sum]) => ({ currency, amount: (sum / 100).toFixed(2) }));
  return { orders: orders.length, totals };
}
`,
      },
      policy: {},
    },
    {
      id: 'report',
      type: 'log',
      version: 1,
      name: 'Report',
      params: {
        level: 'info',
        message:
          "=input.orders + ' orders: ' + (input.totals.map(({ amount, currency }) => amount + ' ' + currency).join(', ') || 'nothing sold')",
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'morning', port: 'out', to: 'orders' },
    { from: 'orders', port: 'out', to: 'total' },
    { from: 'total', port: 'out', to: 'report' },
  ],
  layout: { nodes: layOut([['morning', 'orders', 'total', 'report']]), notes: [] },
  settings: {
    layer: 'system',
    description: 'Every morning at six, Berlin time, asks S/4HANA what was sold since the last report.',
    owner: 'Sales',
  },
  tests: [
    {
      id: 'two-days',
      name: 'Two days',
      node: 'morning',
      message: { scheduledAt: '2026-11-24T05:00:00.000Z', previousAt: '2026-11-22T05:00:00.000Z' },
      replies: { orders: [{ port: 'out', value: { status: 200, body: { d: { results: ORDERS } } } }] },
      expect: { outputs: { total: { orders: 2, totals: [{ currency: 'EUR', amount: '30.10' }] } } },
    },
  ],
};
