import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { RESERVED, SPLIT_ORDER } from './example.ts';
import { sourceLines } from './source-lines.ts';
import { step } from './step.ts';
import { ACCEPTED, CANCELLED, MILESTONE, ORDERS, SOURCED } from './topics.ts';

const KEY = '=steps.plan.reference';
const MINUTES_5 = 300_000;
const SOLD = {
  port: 'out',
  value: { reference: '#1001', number: '4711', system: 's4hana', status: 'created' },
} as const;
const CALLED = { port: 'out', value: { group: 'x', lost: [], left: [] } } as const;
const WAY = [
  'order',
  'check',
  'plan',
  'open',
  'reserve',
  'held',
  'sales-order',
  'confirm',
  'keep',
  'sourced',
  'confirmed',
  'groups',
  'gaps',
];

/** An order from its acceptance to its invoices, whoever sends what of it. */
export const orderToCash: Flow = {
  format: FLOW_FORMAT,
  id: 'order-to-cash',
  name: 'Order to cash',
  nodes: [
    step(['accepted', 'on-event', 'An order was accepted'], { topic: ACCEPTED, start: 'beginning' }),
    step(['order', 'map', 'The order'], {
      script: 'export default function map(input: { payload: unknown }) {\n  return input.payload;\n}\n',
    }),
    step(['check', 'check-contract', 'Is it complete?'], { contract: 'order@1' }),
    step(['incomplete', 'fail', 'It is not'], {
      code: 'order-incomplete',
      message: "='The order is incomplete. ' + (input.issues[0].path || 'It') + ' ' + input.issues[0].message",
      details: '=input.issues',
    }),
    step(['plan', 'map', 'Who sends which line?'], { script: sourceLines }),
    step(['open', 'update-case', 'Open its case'], {
      kind: 'order',
      key: KEY,
      title: '=steps.order.customer?.name ?? steps.plan.reference',
      at: '=steps.plan.placedAt',
      lines:
        '=steps.plan.groups.flatMap(({ id, lines }) => lines.map((line) => ({ id: line.id, group: id, title: line.title, quantity: line.quantity })))',
      groups: '=steps.plan.groups.map(({ id }) => ({ id }))',
      expected: [
        { name: 'reserved', withinMs: MINUTES_5 },
        { name: 'in the ERP', withinMs: 3 * MINUTES_5 },
      ],
    }),
    step(['reserve', 'call-flow', 'Reserve at all sources'], { flow: 'reserve-sources', message: '=steps.plan' }),
    step(['give-back', 'call-flow', 'Give it all back'], { flow: 'release-sources', message: '=input' }),
    step(['held', 'update-case', 'It is reserved'], {
      kind: 'order',
      key: KEY,
      lines:
        "=[...steps.reserve.groups.flatMap(({ id, lines }) => lines.map((line) => ({ id: line.id, group: id, state: 'allocated' }))), ...steps.reserve.unfilled.map(({ id }) => ({ id, state: 'backordered' }))]",
      // A group that has nothing left to send, because another one does, is over.
      groups:
        "=[...steps.reserve.groups.map(({ id }) => ({ id, state: 'allocated' })), ...steps.plan.groups.filter(({ id }) => !steps.reserve.groups.some((one) => one.id === id)).map(({ id }) => ({ id, state: 'cancelled' }))]",
      reached: [{ name: 'reserved' }],
    }),
    step(['sales-order', 'call-capability', 'Sales order in the books'], {
      capability: 'create-sales-order',
      message: '=steps.order',
    }),
    step(['confirm', 'update-case', 'It is confirmed'], {
      kind: 'order',
      key: KEY,
      documents: "=[{ type: 'sales order', id: input.number, system: input.system }]",
      reached: [{ name: 'in the ERP' }],
      visible: true,
    }),
    step(['keep', 'keep-value', 'Known to those who tell of it'], {
      collection: ORDERS,
      key: KEY,
      value: "={ reference: steps.plan.reference, salesOrder: steps['sales-order'].number }",
    }),
    step(['sourced', 'send-event', 'Those who came early go on'], {
      topic: SOURCED,
      key: KEY,
      eventId: KEY,
      payload:
        "={ reference: steps.plan.reference, salesOrder: steps['sales-order'].number, system: steps['sales-order'].system, groups: steps.reserve.groups.map(({ id, lines }) => ({ id, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) })) }",
    }),
    step(['confirmed', 'send-event', 'Tell everybody: confirmed'], {
      topic: MILESTONE,
      key: KEY,
      eventId: "=steps.plan.reference + '/confirmed'",
      payload:
        "={ reference: steps.plan.reference, externalId: steps.plan.externalId, group: null, milestone: 'confirmed', at: steps.plan.placedAt, lines: steps.reserve.groups.flatMap(({ lines }) => lines.map(({ id, sku, quantity }) => ({ id, sku, quantity }))), expectedOn: steps.plan.expectedOn, tracking: '', carrier: '', text: 'The order is confirmed' }",
    }),
    step(['groups', 'for-each', 'Each group'], {
      items: '=steps.reserve.groups',
      parallelism: 10,
      onError: 'collect',
    }),
    step(
      ['fulfil', 'call-flow', 'Send it'],
      {
        flow: 'fulfil-group',
        message:
          "={ order: { reference: steps.plan.reference, externalId: steps.plan.externalId, salesOrder: steps['sales-order'].number, system: steps['sales-order'].system, shipTo: steps.plan.shipTo }, group: input }",
      },
      { scope: 'groups' },
    ),
    step(['gaps', 'switch', 'Has all of it left?'], {
      cases: [
        { name: 'failed', when: '=input.failed > 0' },
        {
          name: 'gaps',
          when: '=steps.reserve.unfilled.length > 0 || input.results.some(({ lost, left }) => lost.length + left.length > 0)',
        },
        {
          name: 'cancelled',
          when: '=input.results.length > 0 && input.results.every(({ cancelled = [] }, at) => cancelled.reduce((sum, { quantity }) => sum + quantity, 0) === steps.reserve.groups[at].lines.reduce((sum, { quantity }) => sum + quantity, 0))',
        },
        { name: 'some-cancelled', when: '=input.results.some(({ cancelled = [] }) => cancelled.length > 0)' },
      ],
    }),
    // A run of its own for what a person must see to: this one has done all it could, and takes nothing back.
    step(['group-failed', 'call-flow', 'A group went wrong'], {
      flow: 'order-gaps',
      mode: 'start',
      message:
        "={ reference: steps.plan.reference, code: 'group-failed', text: input.failures.map(({ item, error }) => item.id + ': ' + error.message).join(' '), details: input.failures }",
    }),
    step(['unfilled', 'call-flow', 'Some of it nobody sends'], {
      flow: 'order-gaps',
      mode: 'start',
      message:
        "={ reference: steps.plan.reference, code: 'lines-unfilled', text: 'Nobody sends ' + [...steps.reserve.unfilled, ...input.results.flatMap(({ lost, left }) => [...lost, ...left])].map(({ sku }) => sku).join(', ') + ': find another source, or tell the customer.', details: [steps.reserve.unfilled, input.results] }",
    }),
    step(['cancelled', 'send-event', 'All of it is cancelled'], {
      topic: CANCELLED,
      key: KEY,
      eventId: KEY,
      payload: '={ reference: steps.plan.reference }',
    }),
    step(['partly', 'call-flow', 'Some of it is cancelled'], {
      flow: 'order-gaps',
      mode: 'start',
      message:
        "={ reference: steps.plan.reference, code: 'partly-cancelled', text: 'Cancelled: ' + input.results.flatMap(({ cancelled = [] }) => cancelled).map(({ sku, quantity }) => quantity + ' x ' + sku).join(', ') + '. The rest has left: charge for that.', details: input.results }",
    }),
    step(['complete', 'update-case', 'All of it has left'], {
      kind: 'order',
      key: KEY,
      reached: [{ name: 'complete' }],
    }),
    step(['completed', 'send-event', 'Tell that it is complete'], {
      topic: 'order.completed',
      key: KEY,
      eventId: KEY,
      payload: '={ reference: steps.plan.reference }',
    }),
  ],
  edges: [
    { from: 'accepted', port: 'out', to: 'order' },
    { from: 'order', port: 'out', to: 'check' },
    { from: 'check', port: 'valid', to: 'plan' },
    { from: 'check', port: 'invalid', to: 'incomplete' },
    { from: 'plan', port: 'out', to: 'open' },
    { from: 'open', port: 'updated', to: 'reserve' },
    { from: 'reserve', port: 'out', to: 'held' },
    { from: 'held', port: 'updated', to: 'sales-order' },
    { from: 'held', port: 'refused', to: 'sales-order' },
    { from: 'reserve', port: 'undo', to: 'give-back' },
    { from: 'sales-order', port: 'out', to: 'confirm' },
    { from: 'confirm', port: 'updated', to: 'keep' },
    { from: 'confirm', port: 'refused', to: 'keep' },
    { from: 'keep', port: 'kept', to: 'sourced' },
    { from: 'sourced', port: 'out', to: 'confirmed' },
    { from: 'confirmed', port: 'out', to: 'groups' },
    { from: 'groups', port: 'each', to: 'fulfil' },
    { from: 'groups', port: 'done', to: 'gaps' },
    { from: 'gaps', port: 'otherwise', to: 'complete' },
    { from: 'gaps', port: 'failed', to: 'group-failed' },
    { from: 'gaps', port: 'gaps', to: 'unfilled' },
    { from: 'gaps', port: 'cancelled', to: 'cancelled' },
    { from: 'gaps', port: 'some-cancelled', to: 'partly' },
    { from: 'complete', port: 'updated', to: 'completed' },
  ],
  layout: {
    nodes: layOut([
      ['', '', '', 'incomplete', '', '', 'give-back'],
      [
        'accepted',
        'order',
        'check',
        'plan',
        'open',
        'reserve',
        'held',
        'sales-order',
        'confirm',
        'keep',
        'sourced',
        'confirmed',
        'groups',
        '',
        'gaps',
        'complete',
        'completed',
      ],
      ['', '', '', '', '', '', '', '', '', '', '', '', '', 'fulfil', '', 'group-failed'],
      ['', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'unfilled'],
      ['', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'cancelled'],
      ['', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'partly'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description:
      'An accepted order is sourced by the table "sourcing", reserved everywhere before anything is promised, sold in the ERP, and sent by every warehouse and supplier beside one another, until all of it has left and is billed. Its case tells how it stands.',
    owner: 'Order operations',
    search: [{ name: 'sku', path: 'payload.lines[].sku' }],
  },
  tests: [
    {
      id: 'split',
      name: 'A line from the warehouse, a line from the supplier',
      node: 'accepted',
      message: { topic: ACCEPTED, key: '#1001', eventId: '#1001', payload: SPLIT_ORDER },
      replies: {
        reserve: [{ port: 'out', value: RESERVED }],
        'sales-order': [SOLD],
        fulfil: [CALLED],
      },
      expect: {
        path: [...WAY, 'complete', 'completed'],
        outputs: {
          plan: { groups: [{ id: 'BER-1' }, { id: 'LUMEN', kind: 'supplier', lines: [{ fallback: 'BER-1' }] }] },
          confirm: { state: 'confirmed', groups: [{ id: 'BER-1' }, { id: 'LUMEN' }] },
        },
        published: [
          { topic: SOURCED, key: '#1001' },
          { topic: MILESTONE, key: '#1001', payload: { milestone: 'confirmed', expectedOn: '2026-11-22' } },
          { topic: 'order.completed', key: '#1001' },
        ],
      },
    },
    {
      id: 'unfilled',
      name: 'Nobody has the lamp: what is there is sent, and a person decides',
      node: 'accepted',
      message: { topic: ACCEPTED, key: '#1001', eventId: '#1001', payload: SPLIT_ORDER },
      replies: {
        reserve: [
          {
            port: 'out',
            value: { ...RESERVED, groups: [], unfilled: [{ id: '2', sku: 'LAMP-OAK', quantity: 1 }] },
          },
        ],
        unfilled: [{ port: 'out', value: { runId: 'r', flowId: 'order-gaps', version: 1 } }],
        'sales-order': [SOLD],
      },
      expect: { path: [...WAY, 'unfilled'] },
    },
    {
      id: 'refused',
      name: 'The ERP refuses: what was reserved is given back',
      node: 'accepted',
      message: { topic: ACCEPTED, key: '#1001', eventId: '#1001', payload: SPLIT_ORDER },
      replies: {
        reserve: [{ port: 'out', value: RESERVED }],
        'give-back': [{ port: 'out', value: { freed: 2 } }],
        'sales-order': [
          { fail: { kind: 'refused', code: 'order-refused', message: 'Material LAMP-OAK is not defined.' } },
        ],
      },
      expect: { status: 'exception', path: [...WAY.slice(0, 7), 'give-back'], exception: { code: 'order-refused' } },
    },
    {
      id: 'no-order',
      name: 'Something that is no order',
      node: 'accepted',
      message: { topic: ACCEPTED, key: 'x', eventId: 'x', payload: { hello: 'world' } },
      expect: { status: 'exception', exception: { code: 'order-incomplete' } },
    },
  ],
};
