import { FLOW_FORMAT, type Flow, type FlowEdge } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { groupMessage } from './example.ts';
import { followEvent } from './follow-event.ts';
import { step } from './step.ts';
import { MILESTONE, TOLD } from './topics.ts';

const DAY_MS = 86_400_000;
const NAME = "steps.called.order.reference + '/' + steps.called.group.id";
const GROUP = '=steps.called.group.id';
const KEY = '=steps.called.order.reference';
const inPoll = { scope: 'poll' };
const inFollow = { scope: 'follow' };
/** The order as the books know it. */
const SOLD_AS =
  '{ orderReference: steps.called.order.reference, salesOrder: steps.called.order.salesOrder, system: steps.called.order.system }';

/** Tells the case what became of lines, and of the group where that holds for all of it. */
const tellCase = (id: string, name: string, state: string, more: Readonly<Record<string, Json>> = {}) =>
  step(
    [id, 'update-case', name],
    {
      kind: 'order',
      key: KEY,
      at: '=steps.event.at',
      lines: `=steps.event.whole.map((id) => ({ id, state: '${state}' }))`,
      visible: true,
      ...more,
    },
    inFollow,
  );

/** Tells shop, CRM and whoever listens of a change that the customer may see; once for each change. */
const tellMilestone = (id: string, name: string, milestone: string, text: string) =>
  step(
    [id, 'send-event', name],
    {
      topic: MILESTONE,
      key: KEY,
      eventId: '=steps.event.change',
      payload: `={
        reference: steps.called.order.reference,
        externalId: steps.called.order.externalId,
        group: steps.called.group.id,
        milestone: '${milestone}',
        at: steps.event.at,
        lines: steps.event.lines,
        expectedOn: steps.event.expectedOn,
        tracking: steps.event.tracking,
        carrier: steps.event.carrier,
        text: ${text}
      }`,
    },
    inFollow,
  );

/** The day a supplier names, in words where it names none. */
const DAY = "(steps.event.expectedOn ?? 'a day that is not known yet')";
const SKUS = "steps.event.lines.map(({ sku, quantity }) => quantity + ' x ' + sku).join(', ')";
const both = (from: string, to: string): readonly FlowEdge[] =>
  ['updated', 'refused'].map((port) => ({ from, port, to }));

/** The supplier tells something, hours after the beginning. */
const tells = (hours: number, payload: Json) => ({
  afterMs: hours * 3_600_000,
  event: { topic: TOLD, key: '#1001/LUMEN', id: `told-${hours}`, payload },
});

/** What one warehouse or one supplier sends of an order: released there, followed until all has left, delivered and billed in the ERP. */
export const fulfilGroup: Flow = {
  format: FLOW_FORMAT,
  id: 'fulfil-group',
  name: 'Fulfil a group',
  nodes: [
    step(['called', 'callable', 'Group to send']),
    step(['kind', 'switch', 'Warehouse or supplier?'], {
      cases: [{ name: 'supplier', when: "=input.group.kind === 'supplier'" }],
    }),
    step(['release', 'wms.release-shipment', 'Release in the warehouse'], {
      connection: 'wms',
      warehouse: '=input.group.source',
      orderRef: `=${NAME}`,
      allocationId: '=input.group.reservation',
      lines: '=input.group.lines',
      shipTo: '=input.order.shipTo',
    }),
    step(['place', 'dropship.place-order', 'Order from the supplier'], {
      connection: 'dropship',
      purchaseOrder: `=${NAME}`,
      customerOrder: '=input.order.reference',
      lines: '=input.group.lines',
      shipTo: '=input.order.shipTo',
      reservation: '=input.group.reservation',
    }),
    step(['sent', 'set-fields', 'Not known yet'], {
      mode: 'only',
      fields: [
        { path: 'transactionId', value: '=input.transactionId' },
        { path: 'status', value: "=input.transactionId === null ? 'taken' : 'processing'" },
      ],
    }),
    step(['poll', 'repeat-until', 'Until it is known'], {
      until: "input.status !== 'processing'",
      maxTimes: 30,
      delayMs: 500,
    }),
    step(
      ['asked', 'switch', 'Is there anything to ask?'],
      { cases: [{ name: 'known', when: '=input.transactionId === null' }] },
      inPoll,
    ),
    step(
      ['ask', 'dropship.check-transaction', 'Did it take the order?'],
      { connection: 'dropship', transactionId: '=input.transactionId' },
      inPoll,
    ),
    step(['taken', 'set-fields', 'It has'], { fields: [{ path: 'status', value: 'taken' }] }, inPoll),
    step(['waiting', 'set-fields', 'Not known yet'], { fields: [{ path: 'status', value: 'processing' }] }, inPoll),
    step(['refused', 'set-fields', 'It has not'], { fields: [{ path: 'status', value: 'refused' }] }, inPoll),
    step(['outcome', 'switch', 'Did it?'], { cases: [{ name: 'refused', when: "=input.status === 'refused'" }] }),
    step(['no-order', 'fail', 'The supplier refused'], {
      kind: 'refused',
      code: 'supplier-refused',
      message: "='The supplier does not take ' + steps.called.order.reference + ': ' + input.reason",
    }),
    step(['begun', 'update-case', 'It is on its way there'], {
      kind: 'order',
      key: KEY,
      groups: "=[{ id: steps.called.group.id, state: 'released' }]",
      documents:
        "=[steps.called.group.kind === 'supplier' ? { type: 'purchase order', id: steps.called.order.reference + '/' + steps.called.group.id, system: 'dropship' } : { type: 'shipment', id: input.shipmentId, system: 'wms' }]",
      expected: [{ name: 'shipped', part: GROUP, withinMs: 2 * DAY_MS }],
    }),
    step(['whole', 'set-fields', 'All of it is open'], {
      mode: 'only',
      fields: [
        { path: 'left', value: '=steps.called.group.lines.map(({ id, sku, quantity }) => ({ id, sku, quantity }))' },
        { path: 'lost', value: [] },
      ],
    }),
    step(['follow', 'repeat-until', 'Until all has left'], { until: 'input.left.length === 0', maxTimes: 200 }),
    step(
      ['told', 'wait-for-event', 'What is told of it'],
      { topic: TOLD, key: `=${NAME}`, timeoutMs: 3 * DAY_MS },
      inFollow,
    ),
    step(['event', 'map', 'What it means for the lines'], { script: followEvent }, inFollow),
    step(
      ['what', 'switch', 'What happened?'],
      {
        cases: [
          { name: 'shipped', when: "=input.kind === 'shipped'" },
          { name: 'delayed', when: "=input.kind === 'delayed'" },
          { name: 'lost', when: "=input.kind === 'lost'" },
        ],
      },
      inFollow,
    ),
    step(
      ['deliver', 'call-capability', 'Delivery in the books'],
      {
        capability: 'create-delivery',
        message: `={ reference: input.delivery, ...${SOLD_AS}, fulfilmentGroup: steps.called.group.id, lines: input.lines.map(({ id, sku, quantity }) => ({ lineId: id, sku, quantity })) }`,
      },
      inFollow,
    ),
    step(
      ['bill', 'call-capability', 'Invoice'],
      {
        capability: 'create-invoice',
        message: `={ reference: input.reference, ...${SOLD_AS}, delivery: input.number }`,
      },
      inFollow,
    ),
    tellCase('shipped', 'Tell the case: shipped', 'shipped', {
      groups: "=steps.event.isLast ? [{ id: steps.called.group.id, state: 'shipped' }] : []",
      documents:
        "=[{ type: 'delivery', id: steps.deliver.number, system: steps.deliver.system }, { type: 'invoice', id: steps.bill.number, system: steps.bill.identifiers?.[0]?.system ?? steps.deliver.system }, { type: 'tracking number', id: steps.event.tracking, system: steps.event.carrier }]",
      reached: "=steps.event.isLast ? [{ name: 'shipped', part: steps.called.group.id }] : []",
    }),
    tellMilestone(
      'tell-shipped',
      'Tell everybody: shipped',
      'shipped',
      `${SKUS} + ' left with ' + steps.event.carrier`,
    ),
    tellCase('delayed', 'Tell the case: delayed', 'delayed', {
      groups: "=steps.event.isWhole ? [{ id: steps.called.group.id, state: 'delayed' }] : []",
      note: `=steps.called.group.id + ' sends ' + steps.event.lines.map(({ sku }) => sku).join(', ') + ' on ' + ${DAY}`,
      // What was promised before moves to the day that is promised now.
      expected: `=steps.event.expectedOn === null ? [] : [{ name: 'shipped', part: steps.called.group.id, withinMs: Math.max(0, Date.parse(steps.event.expectedOn) + ${DAY_MS} - Date.now()) }]`,
    }),
    tellMilestone('tell-delayed', 'Tell everybody: delayed', 'delayed', `${SKUS} + ' is expected on ' + ${DAY}`),
    tellCase('lost', 'Tell the case: not there', 'backordered', {
      note: "=steps.called.group.id + ' cannot send ' + steps.event.lines.map(({ sku }) => sku).join(', ') + ': ' + steps.event.reason",
    }),
    tellMilestone('tell-lost', 'Tell everybody: not there', 'backordered', `${SKUS} + ' cannot be sent yet'`),
    step(
      ['late', 'update-case', 'Nobody says anything'],
      { kind: 'order', key: KEY, note: '=steps.called.group.id + " has told nothing for three days."' },
      inFollow,
    ),
    step(
      ['next', 'set-fields', 'What is left'],
      {
        mode: 'only',
        fields: [
          { path: 'left', value: '=(steps.event?.next ?? steps.follow).left' },
          { path: 'lost', value: '=(steps.event?.next ?? steps.follow).lost' },
        ],
      },
      inFollow,
    ),
    step(['result', 'return', 'What became of it'], {
      value: '={ group: steps.called.group.id, lost: input.lost, left: input.left }',
    }),
  ],
  edges: [
    { from: 'called', port: 'out', to: 'kind' },
    { from: 'kind', port: 'otherwise', to: 'release' },
    { from: 'kind', port: 'supplier', to: 'place' },
    { from: 'place', port: 'sent', to: 'sent' },
    { from: 'sent', port: 'out', to: 'poll' },
    { from: 'poll', port: 'each', to: 'asked' },
    { from: 'asked', port: 'otherwise', to: 'ask' },
    { from: 'ask', port: 'taken', to: 'taken' },
    { from: 'ask', port: 'processing', to: 'waiting' },
    { from: 'ask', port: 'refused', to: 'refused' },
    { from: 'poll', port: 'done', to: 'outcome' },
    { from: 'poll', port: 'limit', to: 'outcome' },
    { from: 'outcome', port: 'refused', to: 'no-order' },
    { from: 'release', port: 'released', to: 'begun' },
    { from: 'outcome', port: 'otherwise', to: 'begun' },
    ...both('begun', 'whole'),
    { from: 'whole', port: 'out', to: 'follow' },
    { from: 'follow', port: 'each', to: 'told' },
    { from: 'told', port: 'received', to: 'event' },
    { from: 'told', port: 'timeout', to: 'late' },
    { from: 'event', port: 'out', to: 'what' },
    { from: 'what', port: 'shipped', to: 'deliver' },
    { from: 'deliver', port: 'out', to: 'bill' },
    { from: 'bill', port: 'out', to: 'shipped' },
    ...both('shipped', 'tell-shipped'),
    { from: 'tell-shipped', port: 'out', to: 'next' },
    { from: 'what', port: 'delayed', to: 'delayed' },
    ...both('delayed', 'tell-delayed'),
    { from: 'tell-delayed', port: 'out', to: 'next' },
    { from: 'what', port: 'lost', to: 'lost' },
    ...both('lost', 'tell-lost'),
    { from: 'tell-lost', port: 'out', to: 'next' },
    { from: 'what', port: 'otherwise', to: 'next' },
    ...both('late', 'next'),
    { from: 'follow', port: 'done', to: 'result' },
    { from: 'follow', port: 'limit', to: 'result' },
  ],
  layout: {
    nodes: layOut([
      [
        'called',
        'kind',
        'release',
        '',
        '',
        '',
        '',
        '',
        'begun',
        'whole',
        'follow',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        'result',
      ],
      ['', '', 'place', 'sent', 'poll', '', '', 'outcome', 'no-order'],
      ['', '', '', '', '', 'asked', 'ask', 'taken'],
      ['', '', '', '', '', '', '', 'waiting'],
      [
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        'refused',
        '',
        '',
        '',
        'told',
        'event',
        'what',
        'deliver',
        'bill',
        'shipped',
        'tell-shipped',
        'next',
      ],
      ['', '', '', '', '', '', '', '', '', '', '', '', '', '', 'delayed', 'tell-delayed'],
      ['', '', '', '', '', '', '', '', '', '', '', '', '', '', 'lost', 'tell-lost'],
      ['', '', '', '', '', '', '', '', '', '', '', '', 'late'],
    ]),
    notes: [],
  },
  settings: {
    description:
      'Releases what one warehouse or supplier sends, and follows it until all has left: each parcel is delivered and billed in the books; each change that the customer may see is told once.',
    owner: 'Logistics',
  },
  tests: [
    {
      id: 'warehouse',
      name: 'The warehouse ships',
      node: 'called',
      message: groupMessage(0),
      replies: {
        release: [{ port: 'released', value: { shipmentId: 'sh_1' } }],
        told: [
          {
            port: 'received',
            value: {
              payload: {
                kind: 'shipped',
                at: '2026-11-21T10:00:00Z',
                lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
                tracking: 'WM1',
                carrier: 'DHL',
              },
            },
          },
        ],
        deliver: [{ port: 'out', value: { reference: '#1001/WM1', number: '80000001', system: 's4hana' } }],
        bill: [{ port: 'out', value: { number: '90000001', identifiers: [{ system: 's4hana', value: '90000001' }] } }],
      },
      expect: {
        outputs: { result: { group: 'BER-1', lost: [], left: [] } },
        published: [
          { topic: MILESTONE, key: '#1001', payload: { milestone: 'shipped', text: '2 x MUG-BLUE left with DHL' } },
        ],
      },
    },
    {
      id: 'supplier',
      name: 'The supplier is late, and then cannot send it',
      node: 'called',
      message: groupMessage(1),
      replies: {
        place: [{ port: 'sent', value: { purchaseOrder: '#1001/LUMEN', transactionId: 't-1' } }],
        ask: [
          { port: 'processing', value: { transactionId: 't-1' } },
          { port: 'taken', value: { transactionId: 't-1' } },
        ],
      },
      arrivals: [
        tells(1, {
          kind: 'delayed',
          at: '2026-11-21T10:00:00Z',
          lines: [{ sku: 'LAMP-OAK' }],
          expectedOn: '2026-12-04',
        }),
        tells(2, { kind: 'lost', at: '2026-11-22T10:00:00Z', lines: [{ sku: 'LAMP-OAK' }], reason: 'obsolete' }),
      ],
      expect: {
        outputs: { result: { group: 'LUMEN', lost: [{ sku: 'LAMP-OAK', quantity: 1 }], left: [] } },
        published: [
          { topic: MILESTONE, payload: { milestone: 'delayed', text: '1 x LAMP-OAK is expected on 2026-12-04' } },
          { topic: MILESTONE, payload: { milestone: 'backordered' } },
        ],
      },
    },
    {
      id: 'refused',
      name: 'The supplier does not take the order',
      node: 'called',
      message: groupMessage(1),
      replies: {
        place: [{ port: 'sent', value: { purchaseOrder: '#1001/LUMEN', transactionId: 't-1' } }],
        ask: [{ port: 'refused', value: { transactionId: 't-1', reason: 'Invalid shipToParty.' } }],
      },
      expect: { status: 'exception', exception: { code: 'supplier-refused' } },
    },
  ],
};
