import type { Flow, FlowNode } from '@lockstep/schema/graph';
import { LINES_FOR_SUPPLIER } from './articles.ts';
import { drawn, step } from './drawn.ts';

const REQUEST = {
  ...{ reference: '#1001/LUMEN', orderReference: '#1001', location: 'LUMEN', locationKind: 'supplier' },
  ...{ reservationId: '#1001/LUMEN', lines: [{ lineId: '2', sku: 'LAMP-OAK', quantity: 1 }] },
  shipTo: { name: 'Jana Müller', street: ['Torstraße 140'], city: 'Berlin', postalCode: '10119', country: 'DE' },
};
const SENT = { port: 'sent', value: { purchaseOrder: '#1001/LUMEN', transactionId: 't-1', created: true } };
const GIVEN = {
  ...{ reference: '#1001/LUMEN', number: '#1001/LUMEN', document: 'purchase order' },
  ...{ system: 'dropship', location: 'LUMEN' },
};
const inPoll = (node: FlowNode): FlowNode => ({ ...node, scope: 'poll' });

/** Offers to have a supplier send to the customer: a purchase order, and the word of the supplier that it takes it. */
export const releaseShipmentSupplier: Flow = drawn(
  {
    id: 'release-shipment-supplier',
    name: 'Release shipment (supplier)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Release shipment" by the drop-ship supplier: places a purchase order, once, and asks until it is known whether the supplier takes it. What becomes of it is told by its notifications.',
      owner: 'Purchasing',
      speaksFor: ['fulfilment'],
    },
    tests: [
      {
        id: 'taken',
        name: 'The supplier takes it',
        node: 'called',
        message: REQUEST,
        replies: { place: [SENT], ask: [{ port: 'taken', value: { transactionId: 't-1' } }] },
        expect: { path: ['place', 'sent', 'poll', 'outcome', 'give'], outputs: { give: GIVEN } },
      },
      {
        id: 'unknown',
        name: 'It does not say so for a while: its notifications will tell',
        node: 'called',
        message: REQUEST,
        replies: { place: [SENT], ask: [{ port: 'processing', value: { transactionId: 't-1' } }] },
        expect: { outputs: { give: GIVEN } },
      },
      {
        id: 'refused',
        name: 'The supplier does not take the order',
        node: 'called',
        message: REQUEST,
        replies: {
          place: [SENT],
          ask: [{ port: 'refused', value: { transactionId: 't-1', reason: 'Invalid shipToParty.' } }],
        },
        expect: { status: 'exception', exception: { code: 'supplier-refused' } },
      },
    ],
  },
  [
    step('called', 'callable', 'What is to be sent', {
      capability: 'release-shipment',
      errors: { 'dropship-refused': 'supplier-refused' },
    }),
    step('place', 'dropship.place-order', 'Order from the supplier', {
      connection: 'dropship',
      purchaseOrder: '=input.reference',
      customerOrder: '=input.orderReference',
      lines: LINES_FOR_SUPPLIER,
      shipTo: '=input.shipTo ?? null',
      reservation: '=input.reservationId',
    }),
    step('sent', 'set-fields', 'Not known yet', {
      mode: 'only',
      fields: [
        { path: 'transactionId', value: '=input.transactionId' },
        { path: 'status', value: "=input.transactionId === null ? 'taken' : 'processing'" },
      ],
    }),
    step('poll', 'repeat-until', 'Until it is known', {
      until: "input.status !== 'processing'",
      maxTimes: 30,
      delayMs: 500,
    }),
    inPoll(
      step('asked', 'switch', 'Is there anything to ask?', {
        cases: [{ name: 'known', when: '=input.transactionId === null' }],
      }),
    ),
    inPoll(
      step('ask', 'dropship.check-transaction', 'Did it take the order?', {
        connection: 'dropship',
        transactionId: '=input.transactionId',
      }),
    ),
    inPoll(step('taken', 'set-fields', 'It has', { fields: [{ path: 'status', value: 'taken' }] })),
    inPoll(step('waiting', 'set-fields', 'Not known yet', { fields: [{ path: 'status', value: 'processing' }] })),
    inPoll(step('refused', 'set-fields', 'It has not', { fields: [{ path: 'status', value: 'refused' }] })),
    step('outcome', 'switch', 'Did it?', { cases: [{ name: 'refused', when: "=input.status === 'refused'" }] }),
    step('no-order', 'fail', 'The supplier refused', {
      kind: 'refused',
      code: 'supplier-refused',
      message: "='The supplier does not take ' + steps.called.orderReference + ': ' + input.reason",
    }),
    step('give', 'return', 'On its way there', {
      value:
        "={ reference: steps.called.reference, number: steps.place.purchaseOrder, document: 'purchase order', system: 'dropship', location: steps.called.location }",
    }),
  ],
  [
    'called.out > place',
    'place.sent > sent',
    'sent.out > poll',
    'poll.each > asked',
    'asked.otherwise > ask',
    'ask.taken > taken',
    'ask.processing > waiting',
    'ask.refused > refused',
    'poll.done > outcome',
    'poll.limit > outcome',
    'outcome.refused > no-order',
    'outcome.otherwise > give',
  ],
  [
    ['called', 'place', 'sent', 'poll', '', '', '', 'outcome', 'give'],
    ['', '', '', '', 'asked', 'ask', 'taken', '', 'no-order'],
    ['', '', '', '', '', '', 'waiting'],
    ['', '', '', '', '', '', 'refused'],
  ],
);
