import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { step } from './step.ts';
import { MILESTONE } from './topics.ts';

const RETRY = { retry: { maxAttempts: 10, baseMs: 500, capMs: 60_000, jitter: 0.3 } };
/** One after another for each order, so that the newest is what stands there in the end. */
const LANE = { lane: { key: '=input.key', name: 'Order' } } as const;

const event = (milestone: string, more: Readonly<Record<string, Json>> = {}): Json => ({
  topic: MILESTONE,
  key: '#1001',
  eventId: `#1001/${milestone}`,
  payload: {
    reference: '#1001',
    externalId: '820982911946154508',
    group: 'LUMEN',
    milestone,
    at: '2026-11-21T10:00:00Z',
    lines: [{ id: '2', sku: 'LAMP-OAK', quantity: 1 }],
    expectedOn: '2026-12-04',
    tracking: '',
    carrier: '',
    text: '1 x LAMP-OAK is expected on 2026-12-04',
    ...more,
  },
});

/** One entry in the timeline of the CRM for each change the customer may see, however often this is tried. */
export const milestonesToCrm: Flow = {
  format: FLOW_FORMAT,
  id: 'milestones-to-crm',
  name: 'Milestones to the CRM',
  nodes: [
    step(['told', 'on-event', 'A milestone'], { topic: MILESTONE, start: 'beginning' }),
    step(
      ['entry', 'salesforce.upsert', 'Entry in the timeline'],
      {
        connection: 'salesforce',
        object: 'Task',
        externalIdField: 'LockstepEvent__c',
        externalId: '=input.eventId',
        fields:
          "={ Subject: 'Order ' + input.payload.reference + ': ' + input.payload.milestone, Description: input.payload.text, Status: 'Completed', ActivityDate: input.payload.at.slice(0, 10), OrderReference__c: input.payload.reference }",
      },
      { policy: RETRY },
    ),
    step(
      ['status', 'salesforce.upsert', 'What holds now'],
      {
        connection: 'salesforce',
        object: 'Order',
        externalIdField: 'ShopOrderReference__c',
        externalId: '=steps.told.payload.reference',
        fields:
          '={ CustomerStatus__c: steps.told.payload.milestone, CustomerStatusText__c: steps.told.payload.text, ...(steps.told.payload.expectedOn === null ? {} : { ExpectedShipDate__c: steps.told.payload.expectedOn }) }',
      },
      { policy: RETRY },
    ),
    step(['ambiguous', 'fail', 'Two records for one order'], {
      kind: 'refused',
      code: 'crm-ambiguous',
      message: "='The CRM has several records for ' + input.externalId + ': merge them.'",
      details: '=input.records',
    }),
  ],
  edges: [
    { from: 'told', port: 'out', to: 'entry' },
    { from: 'entry', port: 'written', to: 'status' },
    { from: 'entry', port: 'ambiguous', to: 'ambiguous' },
    { from: 'status', port: 'ambiguous', to: 'ambiguous' },
  ],
  layout: {
    nodes: layOut([['told', 'entry', 'status', 'ambiguous']]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Tells the CRM of each change of an order that the customer may see: one entry for each, and the newest on the order.',
    owner: 'Customer service',
    ...LANE,
  },
  tests: [
    {
      id: 'delayed',
      name: 'A line is late',
      node: 'told',
      message: event('delayed'),
      replies: {
        entry: [{ port: 'written', value: { id: '00T1', externalId: '#1001/delayed', created: true } }],
        status: [{ port: 'written', value: { id: '8011', externalId: '#1001', created: true } }],
      },
      expect: { path: ['entry', 'status'] },
    },
  ],
};

/** What the shop shows a buyer: the parcels, and the day the rest is expected to leave. */
export const milestonesToShop: Flow = {
  format: FLOW_FORMAT,
  id: 'milestones-to-shop',
  name: 'Milestones to the shop',
  nodes: [
    step(['told', 'on-event', 'A milestone'], {
      topic: MILESTONE,
      start: 'beginning',
      when: '/^\\d+$/.test(input.payload.externalId)',
    }),
    step(['what', 'switch', 'What may the buyer see?'], {
      cases: [
        { name: 'parcel', when: "=input.payload.milestone === 'shipped'" },
        { name: 'day', when: '=input.payload.expectedOn !== null' },
      ],
    }),
    step(
      ['fulfil', 'shopify.fulfil', 'Show the parcel'],
      {
        connection: 'shopify',
        order: '=input.payload.externalId',
        trackingNumber: '=input.payload.tracking',
        carrier: '=input.payload.carrier',
        lines: '=input.payload.lines.map(({ sku, quantity }) => ({ sku, quantity }))',
        lookUp: 'always',
      },
      { policy: RETRY },
    ),
    step(
      ['day', 'shopify.set-metafields', 'Show the day'],
      {
        connection: 'shopify',
        owner: '=input.payload.externalId',
        metafields: [
          { namespace: 'custom', key: 'expected_ship_date', type: 'date', value: '=input.payload.expectedOn' },
        ],
      },
      { policy: RETRY },
    ),
  ],
  edges: [
    { from: 'told', port: 'out', to: 'what' },
    { from: 'what', port: 'parcel', to: 'fulfil' },
    { from: 'what', port: 'day', to: 'day' },
  ],
  layout: {
    nodes: layOut([
      ['told', 'what', 'fulfil'],
      ['', '', 'day'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description: 'Shows buyers in the shop what has left, and the day on which the rest is expected to leave.',
    owner: 'Online shop',
    ...LANE,
  },
  tests: [
    {
      id: 'delayed',
      name: 'A line is late: the buyer sees the new day',
      node: 'told',
      message: event('delayed'),
      replies: { day: [{ port: 'written', value: { owner: 'gid://shopify/Order/1', metafields: [] } }] },
      expect: { path: ['what', 'day'] },
    },
    {
      id: 'shipped',
      name: 'A parcel has left: the buyer sees it',
      node: 'told',
      message: event('shipped', { tracking: 'WM1', carrier: 'DHL' }),
      replies: {
        fulfil: [{ port: 'fulfilled', value: { fulfilment: 'gid://shopify/Fulfillment/1', created: true } }],
      },
      expect: { path: ['what', 'fulfil'] },
    },
  ],
};
