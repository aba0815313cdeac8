import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';

const DAY_MS = 86_400_000;

export const ORDER_PLACED = {
  number: 'W-2001',
  customer: 'Ada Byron',
  lines: [
    { id: '1', sku: 'MUG-BLUE', quantity: 2, source: 'BER-1' },
    { id: '2', sku: 'LAMP-OAK', quantity: 1, source: 'Lumen Supplies' },
  ],
};

/** Opens the case of an order: its lines by who sends them, and what each sender has promised. */
export const orderPromises: Flow = {
  format: FLOW_FORMAT,
  id: 'order-promises',
  name: 'Order promises',
  nodes: [
    {
      id: 'placed',
      type: 'webhook',
      version: 1,
      name: 'Order placed',
      params: { path: 'orders/placed', verify: { scheme: 'none' }, businessKey: '=input.number' },
      policy: {},
    },
    {
      id: 'open',
      type: 'update-case',
      version: 1,
      name: 'Open the case',
      params: {
        kind: 'order',
        key: '=input.number',
        title: "=input.customer + ', ' + input.lines.length + ' lines'",
        lines: '=input.lines.map(({ id, sku, quantity, source }) => ({ id, title: sku, quantity, group: source }))',
        groups: '=[...new Set(input.lines.map(({ source }) => source))].map((id) => ({ id }))',
        visible: true,
      },
      policy: {},
    },
    {
      id: 'each',
      type: 'for-each',
      version: 1,
      name: 'Each sender',
      params: { items: '=input.groups' },
      policy: {},
    },
    {
      id: 'promise',
      type: 'update-case',
      version: 1,
      name: 'Expect its shipment',
      scope: 'each',
      params: {
        kind: 'order',
        key: '=steps.open.key',
        expected: [{ name: 'shipped', part: '=input.id', withinMs: 2 * DAY_MS }],
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'placed', port: 'out', to: 'open' },
    { from: 'open', port: 'updated', to: 'each' },
    { from: 'each', port: 'each', to: 'promise' },
  ],
  layout: {
    nodes: layOut([
      ['placed', 'open', 'each', ''],
      ['', '', '', 'promise'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description:
      'Opens one case for an order, with its lines by who sends them, and expects each sender to ship within two days.',
    owner: 'Order operations',
  },
  tests: [
    {
      id: 'split',
      name: 'A line from the warehouse, a line from a supplier',
      node: 'placed',
      message: ORDER_PLACED,
      expect: {
        path: ['open', 'each'],
        outputs: {
          open: { state: 'received', groups: [{ id: 'BER-1' }, { id: 'Lumen Supplies' }] },
        },
      },
    },
  ],
};
