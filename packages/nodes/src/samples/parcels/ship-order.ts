import { contracts } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { drawn, step } from '../layers/drawn.ts';

const EXAMPLE = contracts.find(({ name }) => name === 'shipment')?.example as JsonObject;
const { trackingNumber: _given, shippedAt: _shipped, events: _events, ...packed } = EXAMPLE;

const shipmentTo = (country: string): JsonObject => ({
  ...packed,
  status: 'packed',
  weight: { value: 0.436, unit: 'kg' },
  shipTo: { name: 'Ada Kern', street: ['Lange Reihe 7'], city: 'Hamburg', postalCode: '20099', country },
});

/** Who carries a parcel to this country; the cheapest there is where the table says nothing. */
const CARRIER = `type Row = Record<string, any>;

export default function map(input: Row) {
  const country = input.shipTo?.country ?? '';
  const said = (to: string, otherwise: string) => t.lookup('parcel-carriers', country, { to, default: otherwise });
  return { broker: said('broker', 'easypost'), account: said('account', ''), service: said('service', '') };
}
`;

const LABEL = {
  reference: '=steps.packed.id',
  shipTo: '=steps.packed.shipTo',
  shipFrom: { company: 'Lockstep', street: ['Am Hafen 1'], city: 'Berlin', postalCode: '10115', country: 'DE' },
  weightGrams: "=steps.packed.weight.unit === 'kg' ? steps.packed.weight.value * 1000 : steps.packed.weight.value",
};

/** A packed shipment gets its label from whoever carries to its country, and is kept under the number it is tracked by. */
export const shipOrder: Flow = drawn(
  {
    id: 'ship-order',
    name: 'Label for a packed shipment',
    settings: {
      description:
        'Buys one label for a packed shipment, by the table "parcel-carriers", and keeps the shipment by its tracking number, for "Parcels on their way".',
      owner: 'Logistics',
    },
    tests: [
      {
        id: 'cheapest',
        name: 'The cheapest label at EasyPost',
        node: 'packed',
        message: shipmentTo('US'),
        replies: {
          easypost: [
            { port: 'bought', value: { carrier: 'USPS', service: 'GroundAdvantage', trackingNumber: '9400' } },
          ],
        },
        expect: {
          path: ['carrier', 'which', 'easypost', 'labelled', 'keep'],
          outputs: { keep: { key: '9400', value: { carrier: 'USPS' } } },
        },
      },
      {
        id: 'shipstation',
        name: 'A service of our own account at ShipStation',
        node: 'packed',
        message: shipmentTo('DE'),
        replies: {
          shipstation: [{ port: 'bought', value: { carrier: 'ups', service: 'ups_standard', trackingNumber: '1Z9' } }],
        },
        expect: {
          path: ['carrier', 'which', 'shipstation', 'labelled', 'keep'],
          outputs: { carrier: { account: 'se-1', service: 'ups_standard' }, keep: { key: '1Z9' } },
        },
      },
      {
        id: 'no-carrier',
        name: 'No carrier takes it',
        node: 'packed',
        message: shipmentTo('AQ'),
        replies: { easypost: [{ port: 'no-rate', value: { reference: 'S-20991', offered: [], messages: [] } }] },
        expect: { status: 'exception', exception: { code: 'no-carrier' } },
      },
    ],
  },
  [
    step('packed', 'webhook', 'Packed', {
      path: 'shipments/packed',
      verify: { scheme: 'none' },
      contract: 'shipment@1',
      dedupe: '=input.id',
      businessKey: '=input.orderReference',
    }),
    step('carrier', 'map', 'Who carries it?', { script: CARRIER }, { tables: 'live' }),
    step('which', 'switch', 'Where is the label bought?', {
      cases: [{ name: 'shipstation', when: "=input.broker === 'shipstation'" }],
    }),
    step('easypost', 'easypost.buy-label', 'Buy the cheapest label', { connection: 'easypost', ...LABEL }),
    step('shipstation', 'shipstation.create-label', 'Buy the label of our service', {
      connection: 'shipstation',
      ...LABEL,
      carrierId: '=input.account',
      service: '=input.service',
    }),
    step('labelled', 'set-fields', 'Shipment with its label', {
      mode: 'only',
      fields: [
        {
          path: 'shipment',
          value:
            '={ ...steps.packed, carrier: input.carrier, service: input.service, trackingNumber: input.trackingNumber }',
        },
      ],
    }),
    step('keep', 'keep-value', 'Keep it by tracking number', {
      collection: 'shipments',
      key: '=input.shipment.trackingNumber',
      value: '=input.shipment',
    }),
    step('no-carrier', 'fail', 'No carrier takes it', {
      message: "='Nobody carries shipment ' + steps.packed.id",
      code: 'no-carrier',
      kind: 'refused',
    }),
  ],
  [
    'packed.out > carrier',
    'carrier.out > which',
    'which.shipstation > shipstation',
    'which.otherwise > easypost',
    'easypost.bought > labelled',
    'easypost.no-rate > no-carrier',
    'shipstation.bought > labelled',
    'labelled.out > keep',
  ],
  [
    ['packed', 'carrier', 'which', 'easypost', 'labelled', 'keep'],
    ['', '', '', 'shipstation', 'no-carrier'],
  ],
);
