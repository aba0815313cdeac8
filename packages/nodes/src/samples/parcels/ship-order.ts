import { contracts } from '@lockstep/schema/contracts';
import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';

const EXAMPLE = contracts.find(({ name }) => name === 'shipment')?.example as JsonObject;
const { trackingNumber: _given, shippedAt: _shipped, events: _events, ...packed } = EXAMPLE;

const SHIPMENT: JsonObject = {
  ...packed,
  status: 'packed',
  weight: { value: 0.436, unit: 'kg' },
  shipTo: { name: 'Ada Kern', street: ['Lange Reihe 7'], city: 'Hamburg', postalCode: '20099', country: 'DE' },
};

/** A packed shipment gets its label, and is kept under the number the carrier tracks it by. */
export const shipOrder: Flow = {
  format: FLOW_FORMAT,
  id: 'ship-order',
  name: 'Label for a packed shipment',
  nodes: [
    {
      id: 'packed',
      type: 'webhook',
      version: 1,
      name: 'Packed',
      params: {
        path: 'shipments/packed',
        verify: { scheme: 'none' },
        contract: 'shipment@1',
        dedupe: '=input.id',
        businessKey: '=input.orderReference',
      },
      policy: {},
    },
    {
      id: 'label',
      type: 'easypost.buy-label',
      version: 1,
      name: 'Buy the cheapest label',
      params: {
        connection: 'easypost',
        reference: '=input.id',
        shipTo: '=input.shipTo',
        shipFrom: { company: 'Lockstep', street: ['Am Hafen 1'], city: 'Berlin', postalCode: '10115', country: 'DE' },
        weightGrams: "=input.weight.unit === 'kg' ? input.weight.value * 1000 : input.weight.value",
      },
      policy: {},
    },
    {
      id: 'labelled',
      type: 'set-fields',
      version: 1,
      name: 'Shipment with its label',
      params: {
        mode: 'only',
        fields: [
          {
            path: 'shipment',
            value:
              '={ ...steps.packed, carrier: input.carrier, service: input.service, trackingNumber: input.trackingNumber }',
          },
        ],
      },
      policy: {},
    },
    {
      id: 'keep',
      type: 'keep-value',
      version: 1,
      name: 'Keep it by tracking number',
      params: { collection: 'shipments', key: '=input.shipment.trackingNumber', value: '=input.shipment' },
      policy: {},
    },
    {
      id: 'no-carrier',
      type: 'fail',
      version: 1,
      name: 'No carrier takes it',
      params: { message: "='Nobody carries shipment ' + steps.packed.id", code: 'no-carrier', kind: 'refused' },
      policy: {},
    },
  ],
  edges: [
    { from: 'packed', port: 'out', to: 'label' },
    { from: 'label', port: 'bought', to: 'labelled' },
    { from: 'label', port: 'no-rate', to: 'no-carrier' },
    { from: 'labelled', port: 'out', to: 'keep' },
  ],
  layout: {
    nodes: layOut([
      ['packed', 'label', 'labelled', 'keep'],
      ['', '', 'no-carrier'],
    ]),
    notes: [],
  },
  settings: {
    description:
      'Buys one label for a packed shipment and keeps the shipment by its tracking number, for "Parcels on their way".',
    owner: 'Logistics',
  },
  tests: [
    {
      id: 'bought',
      name: 'A label is bought',
      node: 'packed',
      message: SHIPMENT,
      replies: {
        label: [{ port: 'bought', value: { carrier: 'USPS', service: 'GroundAdvantage', trackingNumber: '9400' } }],
      },
      expect: { path: ['label', 'labelled', 'keep'], outputs: { keep: { key: '9400', value: { carrier: 'USPS' } } } },
    },
    {
      id: 'no-carrier',
      name: 'No carrier takes it',
      node: 'packed',
      message: SHIPMENT,
      replies: { label: [{ port: 'no-rate', value: { reference: 'S-20991', offered: [], messages: [] } }] },
      expect: { status: 'exception', exception: { code: 'no-carrier' } },
    },
  ],
};
