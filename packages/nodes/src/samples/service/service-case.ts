import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { ACCEPTED } from '../order-to-cash/topics.ts';
import { lateWords, wordsOf } from './scripts.ts';

/** A desk that is away for hours is waited for; it is looked before each write. */
const PATIENT = { retry: { maxAttempts: 20, baseMs: 1000, capMs: 600_000, jitter: 0.3 } };

/** The order as it was accepted: it stands on its topic, if it came that way. */
const orderOf = (key: string) => ({ topic: ACCEPTED, key, from: 'kept', timeoutMs: 1_000 });
/** Who reads the message: the customer, where an address is known that mail can go to. */
const customerOf = (step: string) =>
  `=/^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$/.test(steps['${step}']?.payload?.customer?.email ?? '') ? steps['${step}'].payload.customer.email : ''`;

const NEWS = {
  topic: 'run.exception',
  key: '#1001',
  eventId: '0199:open',
  offset: 1,
  receivedAt: '2026-11-27T09:00:01.000Z',
  payload: {
    exception: '0199',
    state: 'raised',
    flow: 'fulfil-group',
    flowName: 'Fulfil a group',
    run: '0198',
    step: 'deliver',
    code: 'http-400',
    reason: 'SAP refused the delivery.',
    case: { kind: 'order', key: '#1001' },
    links: { run: 'https://lockstep.example/runs/0198', case: 'https://lockstep.example/cases/order/%231001' },
  },
};
const TICKET = {
  about: 'order/#1001',
  ticket: 7,
  url: 'https://desk.example/agent/tickets/7',
  status: 'new',
  written: true,
};

/** What a customer would notice becomes one ticket for each order, with the way to its story; it is solved when all is well again. */
export const serviceCase: Flow = {
  format: FLOW_FORMAT,
  id: 'service-case',
  name: 'Service case',
  nodes: [
    step(['told', 'on-event', 'A message needs a person'], {
      topic: 'run.exception',
      start: 'now',
      when: "input.payload.case?.kind === 'order'",
      businessKey: '=input.key',
    }),
    step(['words', 'map', 'Does the customer notice?'], { script: wordsOf }),
    step(['visible', 'filter', 'Is it visible?'], {
      when: '=input.visible',
      reason: "='The customer does not notice: ' + steps.told.payload.flowName",
    }),
    step(['which', 'switch', 'Raised or settled?'], {
      cases: [{ name: 'settled', when: "=steps.words.state === 'settled'" }],
    }),
    step(['order', 'wait-for-event', 'Whose order is it?'], orderOf('=steps.words.order')),
    step(
      ['open', 'service-desk.tell-ticket', 'Open or update the ticket'],
      {
        connection: 'zendesk',
        about: '=steps.words.about',
        reference: '=steps.words.reference',
        subject: '=steps.words.subject',
        message: '=steps.words.message',
        repeat: false,
        note: '=steps.words.note',
        requester: customerOf('order'),
        priority: '=steps.words.priority',
        tags: 'lockstep',
      },
      { policy: PATIENT },
    ),
    step(
      ['solve', 'service-desk.settle-ticket', 'Solve the ticket'],
      {
        connection: 'zendesk',
        about: '=steps.words.about',
        reference: '=steps.words.reference',
        message: "=steps.words.solved ? steps.words.settled : ''",
        note: '=steps.words.note',
        solve: '=steps.words.solved',
      },
      { policy: PATIENT },
    ),
    step(['case', 'update-case', 'Tell the case'], {
      kind: 'order',
      key: '=steps.words.order',
      documents: '=[{ type: "ticket", id: String(input.ticket), system: "service desk" }]',
      note: "='The customer was told: ticket ' + input.ticket + ', ' + input.status + '.'",
    }),
    step(['missed', 'on-event', 'Something has not come'], {
      topic: 'case.milestone-missed',
      start: 'now',
      when: "input.payload.kind === 'order'",
      businessKey: '=input.key',
    }),
    step(['late', 'map', 'In words of the customer'], { script: lateWords }),
    step(['late-order', 'wait-for-event', 'Whose order is it?'], orderOf('=steps.late.order')),
    step(
      ['tell-late', 'service-desk.tell-ticket', 'Tell that it is late'],
      {
        connection: 'zendesk',
        about: '=steps.late.about',
        reference: '=steps.late.reference',
        subject: '=steps.late.subject',
        message: '=steps.late.message',
        repeat: false,
        note: '=steps.late.note',
        requester: customerOf('late-order'),
        priority: 'high',
        tags: 'lockstep, late',
      },
      { policy: PATIENT },
    ),
    step(['late-case', 'update-case', 'Tell the case'], {
      kind: 'order',
      key: '=steps.late.order',
      documents: '=[{ type: "ticket", id: String(input.ticket), system: "service desk" }]',
      note: "='The customer was told that it is late: ticket ' + input.ticket + '.'",
    }),
  ],
  edges: [
    { from: 'told', port: 'out', to: 'words' },
    { from: 'words', port: 'out', to: 'visible' },
    { from: 'visible', port: 'pass', to: 'which' },
    { from: 'which', port: 'settled', to: 'solve' },
    { from: 'which', port: 'otherwise', to: 'order' },
    ...['received', 'timeout'].map((port) => ({ from: 'order', port, to: 'open' })),
    { from: 'open', port: 'opened', to: 'case' },
    { from: 'open', port: 'told', to: 'case' },
    { from: 'solve', port: 'settled', to: 'case' },
    { from: 'missed', port: 'out', to: 'late' },
    { from: 'late', port: 'out', to: 'late-order' },
    ...['received', 'timeout'].map((port) => ({ from: 'late-order', port, to: 'tell-late' })),
    { from: 'tell-late', port: 'opened', to: 'late-case' },
    { from: 'tell-late', port: 'told', to: 'late-case' },
  ],
  layout: {
    nodes: layOut([
      ['told', 'words', 'visible', 'which', 'order', 'open', 'case'],
      ['', '', '', '', '', 'solve'],
      ['missed', 'late', 'late-order', 'tell-late', 'late-case'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Opens a ticket for what a customer would notice of an order, one for each order, with the way to its story; solves it when all is well again.',
    owner: 'Customer service',
    lane: { key: '=input.key', name: 'Order', onException: 'skip' },
  },
  tests: [
    {
      id: 'raised',
      name: 'A delivery fails: the customer has a ticket',
      node: 'told',
      message: NEWS,
      replies: {
        order: [{ port: 'received', value: { payload: { customer: { email: 'ada@example.com' } } } }],
        open: [{ port: 'opened', value: TICKET }],
      },
      expect: { path: ['words', 'visible', 'which', 'order', 'open', 'case'] },
    },
    {
      id: 'settled',
      name: 'It is done after all',
      node: 'told',
      message: { ...NEWS, eventId: '0199:resolved', payload: { ...NEWS.payload, state: 'settled', how: 'resolved' } },
      replies: { solve: [{ port: 'settled', value: { ...TICKET, status: 'solved' } }] },
      expect: { path: ['words', 'visible', 'which', 'solve', 'case'] },
    },
    {
      id: 'unseen',
      name: 'What no customer notices stays inside',
      node: 'told',
      message: { ...NEWS, payload: { ...NEWS.payload, flow: 'stock-for-marketplace', flowName: 'Stock' } },
      expect: { path: ['words', 'visible'] },
    },
    {
      id: 'late',
      name: 'A supplier has not shipped',
      node: 'missed',
      message: {
        ...NEWS,
        topic: 'case.milestone-missed',
        eventId: 'order:shipped:Lumen:2026-11-27T09:00:00Z',
        payload: {
          kind: 'order',
          key: '#1001',
          milestone: 'shipped',
          part: 'Lumen',
          by: '2026-11-27T09:00:00Z',
          links: { case: 'https://lockstep.example/cases/order/%231001' },
        },
      },
      replies: { 'tell-late': [{ port: 'opened', value: TICKET }] },
      expect: { path: ['late', 'late-order', 'tell-late', 'late-case'] },
    },
  ],
};
