import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { CONFIRMED_ORDER } from './order.ts';

/**
 * One flow that calls two others: it waits for what the first returns and only starts the second, tells the warehouse with
 * a CloudEvent, and gives the reserved stock back when the warehouse cannot be told.
 */
export const confirmOrder: Flow = {
  format: FLOW_FORMAT,
  id: 'confirm-order',
  name: 'Confirm an order',
  nodes: [
    {
      id: 'placed',
      type: 'webhook',
      version: 1,
      name: 'Order placed',
      params: {
        path: 'orders/confirm',
        verify: { scheme: 'none' },
        contract: 'order',
        dedupe: '=input.reference',
        businessKey: '=input.reference',
        respond: 'accepted',
      },
      policy: {},
    },
    {
      id: 'reserve',
      type: 'call-flow',
      version: 1,
      name: 'Reserve the stock',
      params: { flow: 'reserve-stock', versions: '^1', mode: 'wait' },
      policy: { slaMs: 60_000 },
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
      id: 'announce',
      type: 'send-cloud-event',
      version: 1,
      name: 'Tell the warehouse',
      params: {
        connection: 'wms',
        url: '/v1/events',
        type: 'com.example.order.confirmed',
        subject: '=steps.placed.reference',
        data: '={ reference: steps.placed.reference, allocationId: input.allocationId }',
      },
      policy: {},
    },
    {
      id: 'tell',
      type: 'call-flow',
      version: 1,
      name: 'Tell the customer',
      params: { flow: 'tell-customer', mode: 'start', message: '=steps.placed' },
      policy: {},
    },
  ],
  edges: [
    { from: 'placed', port: 'out', to: 'reserve' },
    { from: 'reserve', port: 'out', to: 'announce' },
    { from: 'reserve', port: 'undo', to: 'release' },
    { from: 'announce', port: 'out', to: 'tell' },
  ],
  layout: {
    nodes: layOut([
      ['placed', 'reserve', 'announce', 'tell'],
      ['', '', 'release'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Reserves the stock of an order by another flow and waits for it, tells the warehouse with a CloudEvent, and has the customer told.',
    owner: 'Customer service',
    deadlineMs: 3_600_000,
    slaMs: 300_000,
  },
  tests: [
    {
      id: 'confirmed',
      name: 'Reserved, and everybody told',
      node: 'placed',
      message: CONFIRMED_ORDER,
      replies: {
        reserve: [{ port: 'out', value: { allocationId: 'al_1', warehouse: 'DUB-1' } }],
        announce: [{ port: 'out', value: { source: '/flows/confirm-order', id: '1', status: 202, answer: '' } }],
        tell: [{ port: 'out', value: { runId: 'r', flowId: 'tell-customer', version: 1 } }],
      },
      expect: { path: ['reserve', 'announce', 'tell'] },
    },
    {
      id: 'warehouse-refuses',
      name: 'The warehouse takes no events: the stock is given back',
      node: 'placed',
      message: CONFIRMED_ORDER,
      replies: {
        reserve: [{ port: 'out', value: { allocationId: 'al_1', warehouse: 'DUB-1' } }],
        announce: [{ fail: { kind: 'refused', code: 'http-403', message: 'Not allowed.' } }],
        release: [{ port: 'out', value: { status: 204 } }],
      },
      expect: { status: 'exception', path: ['reserve', 'announce', 'release'], exception: { code: 'http-403' } },
    },
  ],
};
