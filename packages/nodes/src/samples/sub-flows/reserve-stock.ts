import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { CONFIRMED_ORDER } from './order.ts';

/** A sub-flow that is waited for: takes an order, returns its allocation, and leaves nothing behind when it is short. */
export const reserveStock: Flow = {
  format: FLOW_FORMAT,
  id: 'reserve-stock',
  name: 'Reserve stock of an order',
  nodes: [
    { id: 'called', type: 'callable', version: 1, name: 'Order to reserve', params: { input: 'order' }, policy: {} },
    {
      id: 'allocate',
      type: 'wms.allocate',
      version: 1,
      name: 'Allocate all lines',
      params: { connection: 'wms', warehouse: 'DUB-1', orderRef: '=input.reference', lines: '=input.lines' },
      policy: {},
    },
    {
      id: 'release',
      type: 'http-request',
      version: 1,
      name: 'Give it back',
      params: {
        connection: 'wms',
        method: 'DELETE',
        url: "='/v1/allocations/' + encodeURIComponent(input.allocationId)",
        expectedStatuses: '2xx, 404',
      },
      policy: { strategy: 'key' },
    },
    {
      id: 'result',
      type: 'return',
      version: 1,
      name: 'What was reserved',
      params: { value: '={ allocationId: input.allocationId, warehouse: input.warehouse }' },
      policy: {},
    },
    {
      id: 'short',
      type: 'fail',
      version: 1,
      name: 'Not all in stock',
      params: {
        kind: 'refused',
        code: 'not-in-stock',
        message:
          "='Not in stock in full: ' + input.lines.filter(({ short }) => short > 0).map(({ sku }) => sku).join(', ')",
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'called', port: 'out', to: 'allocate' },
    { from: 'allocate', port: 'allocated', to: 'result' },
    { from: 'allocate', port: 'short', to: 'short' },
    { from: 'allocate', port: 'undo', to: 'release' },
  ],
  layout: {
    nodes: layOut([
      ['called', 'allocate', 'result'],
      ['', '', 'short'],
      ['', '', 'release'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description: 'Other flows call it to reserve the stock of an order: all of it, or nothing.',
    owner: 'Warehouse',
  },
  tests: [
    {
      id: 'all-there',
      name: 'All lines are in stock',
      node: 'called',
      message: CONFIRMED_ORDER,
      replies: { allocate: [{ port: 'allocated', value: { allocationId: 'al_1', warehouse: 'DUB-1' } }] },
      expect: {
        path: ['allocate', 'result'],
        outputs: { result: { allocationId: 'al_1', warehouse: 'DUB-1' } },
      },
    },
    {
      id: 'one-short',
      name: 'One line is short: what was reserved is given back',
      node: 'called',
      message: CONFIRMED_ORDER,
      replies: {
        allocate: [{ port: 'short', value: { allocationId: 'al_1', lines: [{ sku: 'MUG-BLUE', short: 1 }] } }],
        release: [{ port: 'out', value: { status: 204 } }],
      },
      expect: {
        status: 'exception',
        path: ['allocate', 'short', 'release'],
        exception: { code: 'not-in-stock' },
      },
    },
  ],
};
