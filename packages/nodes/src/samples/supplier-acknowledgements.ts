import { FLOW_FORMAT, type Flow, type FlowNode } from '@lockstep/schema/graph';
import { confirmation } from '../formats/edi/x12/samples.ts';
import { layOut } from './layout.ts';

/** Topic on which lines are told that suppliers confirmed, moved or refused. */
export const CONFIRMED_TOPIC = 'order.line-confirmed';

/** Lines of all 855 that were good; none where everything was refused. */
const CONFIRMATIONS = `=(steps.parse.transactions ?? []).flatMap(({ data }) =>
  (data.lines ?? []).flatMap((line) =>
    (line.acknowledgements ?? []).map((said) => ({ order: data.acknowledgement.purchaseOrder, line, said }))))`;

const nodes: readonly FlowNode[] = [
  {
    id: 'received',
    type: 'webhook',
    version: 1,
    name: 'A supplier confirms',
    params: {
      path: 'suppliers/acknowledgements',
      verify: { scheme: 'none' },
      body: 'text',
      respond: 'flow',
      deadlineMs: 10_000,
    },
    policy: {},
  },
  {
    id: 'parse',
    type: 'parse-x12',
    version: 1,
    name: 'Read the 855',
    params: { set: '855', mode: 'strict', onIssue: 'skip', raw: 'unknown' },
    policy: {},
  },
  {
    id: 'number',
    type: 'keep-value',
    version: 1,
    name: 'Next number for this supplier',
    params: {
      collection: 'x12/sent',
      key: "=input.interchanges[0]?.sender || 'unknown'",
      value: "=input.interchanges[0]?.controlNumber ?? ''",
      when: 'always',
    },
    policy: {},
  },
  {
    id: 'acknowledge',
    type: 'acknowledge-x12',
    version: 1,
    name: 'Write the 997',
    params: { document: '=steps.parse', kind: 'as-needed', controlNumber: '=input.version' },
    policy: {},
  },
  {
    id: 'answer',
    type: 'respond',
    version: 1,
    name: 'Send the 997 back',
    params: { status: 200, headers: { 'content-type': 'application/edi-x12' }, body: '=input.text' },
    policy: {},
  },
  {
    id: 'nothing',
    type: 'respond',
    version: 1,
    name: 'Nothing to acknowledge',
    params: {
      status: '=steps.parse.interchanges.length === 0 ? 400 : 200',
      body: '={ reason: input.reason, acknowledged: steps.parse.acknowledged }',
    },
    policy: {},
  },
  {
    id: 'good',
    type: 'filter',
    version: 1,
    name: 'Is anything good in it?',
    params: {
      when: '=(steps.parse.transactions ?? []).length > 0',
      reason: "='Refused: ' + (steps.parse.issues[0]?.message ?? 'there is no 855 in it.')",
    },
    policy: {},
  },
  {
    id: 'once',
    type: 'keep-value',
    version: 1,
    name: 'Was it here before?',
    params: {
      collection: 'x12/received',
      key: '=steps.parse.interchanges[0].key',
      value: '={ controlNumber: steps.parse.interchanges[0].controlNumber, answered: steps.acknowledge.controlNumber }',
      when: 'unchanged',
      version: 0,
    },
    policy: {},
  },
  {
    id: 'lines',
    type: 'for-each',
    version: 1,
    name: 'Each confirmed line',
    params: { items: CONFIRMATIONS, onError: 'collect' },
    policy: {},
  },
  {
    id: 'line',
    type: 'set-fields',
    version: 1,
    name: 'To our words',
    scope: 'lines',
    params: {
      mode: 'only',
      fields: [
        { path: 'order', value: '=input.order' },
        { path: 'line', value: '=input.line.line' },
        { path: 'sku', value: '=input.line.products?.[0]?.id ?? null' },
        { path: 'ordered', value: '=input.line.quantity ?? null' },
        { path: 'status', value: '=input.said.statusMeaning ?? input.said.status' },
        { path: 'quantity', value: '=input.said.quantity ?? null' },
        { path: 'expected', value: '=input.said.date ?? null' },
      ],
    },
    policy: {},
  },
  {
    id: 'tell',
    type: 'send-event',
    version: 1,
    name: 'Tell who waits',
    scope: 'lines',
    params: { topic: CONFIRMED_TOPIC, key: '=input.order' },
    policy: {},
  },
  {
    id: 'done',
    type: 'log',
    version: 1,
    name: 'Confirmed',
    params: {
      level: 'info',
      message: "=input.items + ' lines of interchange ' + steps.parse.interchanges[0].controlNumber + ' told'",
    },
    policy: {},
  },
  {
    id: 'again',
    type: 'log',
    version: 1,
    name: 'It was here before',
    params: {
      level: 'info',
      message: "='Interchange ' + steps.parse.interchanges[0].key + ' came again: acknowledged again, told once.'",
    },
    policy: {},
  },
  {
    id: 'refused',
    type: 'fail',
    version: 1,
    name: 'Refused',
    params: { kind: 'refused', code: 'x12-refused', message: '=input.reason', details: '=steps.parse.issues' },
    policy: {},
  },
];

/** A way from the door to its end: the answer comes first, so the sender never waits for what we make of it. */
const ANSWERED = ['parse', 'number', 'acknowledge', 'answer', 'good'];

/** Supplier confirmations as X12: each interchange is answered with a 997, each confirmed line is told once. */
export const supplierAcknowledgements: Flow = {
  format: FLOW_FORMAT,
  id: 'supplier-acknowledgements',
  name: 'Supplier acknowledgements',
  nodes: [...nodes],
  edges: [
    { from: 'received', port: 'out', to: 'parse' },
    { from: 'parse', port: 'out', to: 'number' },
    { from: 'parse', port: 'rejected', to: 'number' },
    { from: 'number', port: 'kept', to: 'acknowledge' },
    { from: 'acknowledge', port: 'out', to: 'answer' },
    { from: 'acknowledge', port: 'nothing', to: 'nothing' },
    { from: 'answer', port: 'out', to: 'good' },
    { from: 'good', port: 'pass', to: 'once' },
    { from: 'good', port: 'rejected', to: 'refused' },
    { from: 'once', port: 'kept', to: 'lines' },
    { from: 'once', port: 'stale', to: 'again' },
    { from: 'lines', port: 'each', to: 'line' },
    { from: 'line', port: 'out', to: 'tell' },
    { from: 'lines', port: 'done', to: 'done' },
  ],
  layout: {
    nodes: layOut([
      ['received', 'parse', 'number', 'acknowledge', 'answer', 'good', 'once', 'lines', 'done'],
      ['', '', '', '', 'nothing', '', 'refused', 'again', 'line', 'tell'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'A supplier posts an X12 855. It is answered with a 997, and every line it confirms, moves or refuses is told once to whoever waits for the order.',
    owner: 'Purchasing',
  },
  tests: [
    {
      id: 'two-lines',
      name: 'One line is confirmed, one backordered',
      node: 'received',
      message: confirmation(),
      expect: {
        path: [...ANSWERED, 'once', 'lines', 'done'],
        outputs: { acknowledge: { status: 'accepted', receiver: 'SUPPLIER', controlNumber: '000000001' } },
        published: [
          {
            topic: CONFIRMED_TOPIC,
            key: 'PO-1042',
            payload: {
              order: 'PO-1042',
              line: '1',
              sku: 'MUG-BLUE',
              ordered: 2,
              status: 'Accepted',
              quantity: 2,
              expected: '2026-11-28',
            },
          },
          {
            topic: CONFIRMED_TOPIC,
            key: 'PO-1042',
            payload: {
              order: 'PO-1042',
              line: '2',
              sku: 'CAP-RED',
              ordered: 1,
              status: 'Backordered',
              quantity: 1,
              expected: '2026-12-04',
            },
          },
        ],
      },
    },
    {
      id: 'again',
      name: 'The same interchange comes again: acknowledged again, told once',
      node: 'received',
      message: confirmation(),
      replies: { once: [{ port: 'stale', value: { key: 'k', value: {}, version: 1 } }] },
      expect: { path: [...ANSWERED, 'once', 'again'], published: [] },
    },
    {
      id: 'faulty',
      name: 'A quantity is no number: refused with a 997, and a person sees it',
      node: 'received',
      message: confirmation().replace('PO1*1*2*EA', 'PO1*1*two*EA'),
      expect: {
        status: 'exception',
        path: [...ANSWERED, 'refused'],
        outputs: { acknowledge: { status: 'rejected' } },
        exception: { node: 'refused', code: 'x12-refused' },
      },
    },
  ],
};
