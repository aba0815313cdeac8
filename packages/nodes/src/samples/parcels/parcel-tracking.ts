import { contracts } from '@lockstep/schema/contracts';
import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { fromEasypost, fromShipstation, ontoShipment } from './tracking-maps.ts';

const SHIPMENT = contracts.find(({ name }) => name === 'shipment')?.example as JsonObject;
const KEPT: Json = {
  key: '9400',
  value: { ...SHIPMENT, status: 'created' },
  version: 1,
  updatedAt: '2026-11-20T15:02:00Z',
};

const easypostEvent = (status: string): JsonObject => ({
  id: 'evt_1',
  object: 'Event',
  description: 'tracker.updated',
  result: {
    object: 'Tracker',
    tracking_code: '9400',
    carrier: 'USPS',
    status,
    updated_at: '2026-11-21T08:00:00Z',
    tracking_details: [
      {
        status,
        message: 'Scanned',
        datetime: '2026-11-21T08:00:00Z',
        tracking_location: { city: 'HOUSTON', state: 'TX', country: 'US' },
      },
    ],
  },
});

const shipstationEvent: JsonObject = {
  resource_type: 'TRACK_EVENT_V2',
  resource_url: 'https://api.shipstation.com/v2/labels/se-1/track',
  data: {
    tracking_number: '1Z9',
    carrier_code: 'ups',
    status_code: 'DE',
    events: [
      { occurred_at: '2026-11-22T09:30:00Z', status_code: 'DE', description: 'Delivered', city_locality: 'BERLIN' },
    ],
  },
};

/** Two carriers with words of their own; one picture of every parcel. */
export const parcelTracking: Flow = {
  format: FLOW_FORMAT,
  id: 'parcel-tracking',
  name: 'Parcels on their way',
  nodes: [
    {
      id: 'easypost',
      type: 'webhook',
      version: 1,
      name: 'EasyPost tells',
      params: {
        path: 'easypost/events',
        verify: { scheme: 'easypost', connection: 'easypost' },
        businessKey: '=input.result.tracking_code',
      },
      policy: {},
    },
    {
      id: 'is-tracking',
      type: 'filter',
      version: 1,
      name: 'Did a parcel move?',
      params: { when: "=input.description.startsWith('tracker.')", reason: "='It is about ' + input.description" },
      policy: {},
    },
    {
      id: 'from-easypost',
      type: 'map',
      version: 1,
      name: "EasyPost's words",
      params: { script: fromEasypost },
      policy: {},
    },
    {
      id: 'shipstation',
      type: 'webhook',
      version: 1,
      name: 'ShipStation tells',
      params: {
        path: 'shipstation/tracking',
        verify: { scheme: 'shipstation', connection: 'shipstation' },
        dedupe:
          "=input.data.tracking_number + '#' + input.data.status_code + '#' + (input.data.events?.[0]?.occurred_at ?? '')",
        businessKey: '=input.data.tracking_number',
      },
      policy: {},
    },
    {
      id: 'from-shipstation',
      type: 'map',
      version: 1,
      name: "ShipStation's codes",
      params: { script: fromShipstation },
      policy: {},
    },
    {
      id: 'moved',
      type: 'log',
      version: 1,
      name: 'A parcel moved',
      params: {
        level: 'info',
        message: "=input.carrier + ' ' + input.trackingNumber + ': ' + input.status + ' (' + input.carrierStatus + ')'",
      },
      policy: {},
    },
    {
      id: 'kept',
      type: 'read-value',
      version: 1,
      name: 'Which shipment is it?',
      params: { collection: 'shipments', key: '=input.trackingNumber' },
      policy: {},
    },
    {
      id: 'shipment',
      type: 'map',
      version: 1,
      name: 'Canonical shipment',
      params: { script: ontoShipment },
      policy: {},
    },
    {
      id: 'check',
      type: 'check-contract',
      version: 1,
      name: 'Is it one?',
      params: { contract: 'shipment@1' },
      policy: {},
    },
    {
      id: 'keep',
      type: 'keep-value',
      version: 1,
      name: 'Keep the newest',
      params: { collection: 'shipments', key: '=input.trackingNumber', when: 'newer', rank: '=steps.moved.at' },
      policy: {},
    },
    {
      id: 'tell',
      type: 'send-event',
      version: 1,
      name: 'Tell everybody',
      params: {
        topic: 'shipment.moved',
        key: '=steps.moved.trackingNumber',
        eventId: "=steps.moved.carrierStatus + '@' + steps.moved.at",
        payload: '=input.value',
      },
      policy: {},
    },
    {
      id: 'mapped',
      type: 'switch',
      version: 1,
      name: 'Is the word known?',
      params: { cases: [{ name: 'known', when: '=steps.moved.isMapped' }] },
      policy: {},
    },
    {
      id: 'unmapped',
      type: 'log',
      version: 1,
      name: 'A word to be mapped',
      params: {
        level: 'warn',
        message: "='Nobody has mapped what ' + steps.moved.carrier + ' says: ' + steps.moved.carrierStatus",
      },
      policy: {},
    },
    {
      id: 'stranger',
      type: 'send-event',
      version: 1,
      name: 'A parcel we do not know',
      params: { topic: 'parcel.stranger', key: '=steps.moved.trackingNumber', payload: '=steps.moved' },
      policy: {},
    },
    {
      id: 'older',
      type: 'log',
      version: 1,
      name: 'A newer state is kept',
      params: { level: 'debug', message: "=steps.moved.carrierStatus + ' came late.'" },
      policy: {},
    },
  ],
  edges: [
    { from: 'easypost', port: 'out', to: 'is-tracking' },
    { from: 'is-tracking', port: 'pass', to: 'from-easypost' },
    { from: 'from-easypost', port: 'out', to: 'moved' },
    { from: 'shipstation', port: 'out', to: 'from-shipstation' },
    { from: 'from-shipstation', port: 'out', to: 'moved' },
    { from: 'moved', port: 'out', to: 'kept' },
    { from: 'kept', port: 'found', to: 'shipment' },
    { from: 'kept', port: 'missing', to: 'stranger' },
    { from: 'shipment', port: 'out', to: 'check' },
    { from: 'check', port: 'valid', to: 'keep' },
    { from: 'keep', port: 'kept', to: 'tell' },
    { from: 'keep', port: 'stale', to: 'older' },
    { from: 'tell', port: 'out', to: 'mapped' },
    { from: 'mapped', port: 'otherwise', to: 'unmapped' },
  ],
  layout: {
    nodes: layOut([
      ['easypost', 'is-tracking', 'from-easypost', 'moved', 'kept', 'shipment', 'check', 'keep', 'tell', 'mapped'],
      ['', 'shipstation', 'from-shipstation', '', '', 'stranger', '', '', 'older', '', 'unmapped'],
    ]),
    notes: [],
  },
  settings: {
    description:
      'Folds the words of two carriers into one shipment. A word nobody mapped is kept beside it, and told; a late message changes nothing.',
    owner: 'Logistics',
  },
  tests: [
    {
      id: 'on-its-way',
      name: 'EasyPost: on its way',
      node: 'easypost',
      message: easypostEvent('in_transit'),
      replies: { kept: [{ port: 'found', value: KEPT }] },
      expect: {
        path: ['is-tracking', 'from-easypost', 'moved', 'kept', 'shipment', 'check', 'keep', 'tell', 'mapped'],
        published: [{ topic: 'shipment.moved', key: '9400', payload: { status: 'in-transit' } }],
      },
    },
    {
      id: 'unknown-word',
      name: 'EasyPost: a word nobody mapped',
      node: 'easypost',
      message: easypostEvent('customs_hold'),
      replies: { kept: [{ port: 'found', value: KEPT }] },
      expect: {
        path: [
          'is-tracking',
          'from-easypost',
          'moved',
          'kept',
          'shipment',
          'check',
          'keep',
          'tell',
          'mapped',
          'unmapped',
        ],
        outputs: {
          shipment: { status: 'created', events: [{ status: 'unknown', carrierStatus: 'customs_hold' }] },
        },
      },
    },
    {
      id: 'delivered',
      name: 'ShipStation: delivered',
      node: 'shipstation',
      message: shipstationEvent,
      replies: { kept: [{ port: 'found', value: KEPT }] },
      expect: {
        outputs: { shipment: { status: 'delivered', deliveredAt: '2026-11-22T09:30:00Z', trackingNumber: '1Z9' } },
      },
    },
    {
      id: 'stranger',
      name: 'A parcel nobody sent',
      node: 'easypost',
      message: easypostEvent('delivered'),
      replies: { kept: [{ port: 'missing', value: null }] },
      expect: { published: [{ topic: 'parcel.stranger', key: '9400' }] },
    },
  ],
};
