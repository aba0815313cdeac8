import { contracts } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { drawn, step } from '../layers/drawn.ts';
import { ACCEPTED, TOLD } from '../order-to-cash/topics.ts';

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
  // A dash stands for none.
  const given = (to: string) => said(to, '-').replace(/^-$/, '');
  return { broker: said('broker', 'easypost'), account: given('account'), service: given('service') };
}
`;

/** A warehouse tells no weights: what an article of ours weighs with its wrapping. */
const GRAMS_EACH = 400;
/** What a warehouse has packed of an order, as a shipment to its customer. */
const PACKED = `type Row = Record<string, any>;

export default function map(_: unknown, ctx: { steps: Record<string, any> }) {
  const { key, payload } = ctx.steps.told;
  const order: Row = ctx.steps.order.payload;
  const pieces = payload.lines.reduce((sum: number, { quantity }: Row) => sum + quantity, 0);
  return {
    id: key,
    orderReference: order.reference,
    source: payload.place ?? key.slice(key.lastIndexOf('/') + 1),
    status: 'packed',
    weight: { value: (pieces * ${GRAMS_EACH}) / 1000, unit: 'kg' },
    lines: payload.lines,
    shipTo: order.shipTo,
  };
}
`;

/** Where our parcels leave from. */
const DOCK = "{ company: 'Lockstep', street: ['Am Hafen 1'], city: 'Berlin', postalCode: '10115', country: 'DE' }";
const GRAMS = "(steps.parcel.weight.unit === 'kg' ? steps.parcel.weight.value * 1000 : steps.parcel.weight.value)";
const bought = (system: string, more: JsonObject) => [
  { port: 'out', value: { reference: 'S-20991', status: 'bought', system, ...more } },
];

/** A packed shipment gets its label from whoever carries to its country, and is kept under the number it is tracked by. */
export const shipOrder: Flow = drawn(
  {
    id: 'ship-order',
    name: 'Label for a packed shipment',
    settings: {
      layer: 'process',
      description:
        'Buys one label for a shipment that a warehouse has packed, or that is posted, by the table "parcel-carriers", and keeps the shipment by its tracking number, for "Parcels on their way".',
      owner: 'Logistics',
    },
    tests: [
      {
        id: 'cheapest',
        name: 'The cheapest label at EasyPost',
        node: 'packed',
        message: shipmentTo('US'),
        replies: { label: bought('easypost', { carrier: 'USPS', service: 'GroundAdvantage', trackingNumber: '9400' }) },
        expect: {
          path: ['parcel', 'carrier', 'label', 'is-bought', 'labelled', 'keep'],
          outputs: { keep: { key: '9400', value: { carrier: 'USPS' } } },
        },
      },
      {
        id: 'shipstation',
        name: 'A service of our own account at ShipStation',
        node: 'packed',
        message: shipmentTo('DE'),
        replies: { label: bought('shipstation', { carrier: 'ups', service: 'ups_standard', trackingNumber: '1Z9' }) },
        expect: {
          path: ['parcel', 'carrier', 'label', 'is-bought', 'labelled', 'keep'],
          outputs: { carrier: { account: 'se-1', service: 'ups_standard' }, keep: { key: '1Z9' } },
        },
      },
      {
        id: 'told',
        name: 'The warehouse has packed a part of an order',
        node: 'told',
        message: {
          ...{ topic: TOLD, key: '#1042/BER-1', eventId: 'sh_1/packed', receivedAt: '2026-11-21T10:00:01.000Z' },
          payload: { kind: 'packed', lines: [{ sku: 'MUG-BLUE', quantity: 2 }], place: 'BER-1' },
        },
        replies: {
          order: [
            { port: 'received', value: { payload: { reference: '#1042', shipTo: shipmentTo('US').shipTo ?? null } } },
          ],
          label: bought('easypost', { carrier: 'USPS', service: 'GroundAdvantage', trackingNumber: '9400' }),
        },
        expect: {
          path: ['order', 'shipment', 'parcel', 'carrier', 'label', 'is-bought', 'labelled', 'keep'],
          outputs: { keep: { key: '9400', value: { id: '#1042/BER-1', weight: { value: 0.8 } } } },
        },
      },
      {
        id: 'no-carrier',
        name: 'No carrier takes it',
        node: 'packed',
        message: shipmentTo('AQ'),
        replies: { label: [{ port: 'out', value: { reference: 'S-20991', status: 'no-rate', system: 'easypost' } }] },
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
    step('told', 'on-event', 'A warehouse has packed it', {
      topic: TOLD,
      start: 'now',
      when: "input.payload.kind === 'packed'",
      businessKey: "=input.key.slice(0, input.key.lastIndexOf('/'))",
    }),
    step('order', 'wait-for-event', 'Whose order is it?', {
      topic: ACCEPTED,
      key: "=input.key.slice(0, input.key.lastIndexOf('/'))",
      from: 'kept',
      timeoutMs: 3_600_000,
    }),
    step('shipment', 'map', 'As a shipment', { script: PACKED }),
    step('parcel', 'map', 'What gets a label', { script: 'export default (shipment: unknown) => shipment;\n' }),
    step('carrier', 'map', 'Who carries it?', { script: CARRIER }, { tables: 'live' }),
    step('label', 'call-capability', 'Buy the label', {
      capability: 'buy-label',
      message: `={ reference: steps.parcel.id, orderReference: steps.parcel.orderReference, shipTo: steps.parcel.shipTo, shipFrom: ${DOCK}, weightGrams: ${GRAMS}, broker: input.broker, ...(input.account !== '' && { account: input.account }), ...(input.service !== '' && { service: input.service }) }`,
    }),
    step('is-bought', 'switch', 'Is there one?', { cases: [{ name: 'bought', when: "=input.status === 'bought'" }] }),
    step('labelled', 'set-fields', 'Shipment with its label', {
      mode: 'only',
      fields: [
        {
          path: 'shipment',
          value:
            '={ ...steps.parcel, carrier: input.carrier, service: input.service, trackingNumber: input.trackingNumber }',
        },
      ],
    }),
    step('keep', 'keep-value', 'Keep it by tracking number', {
      collection: 'shipments',
      key: '=input.shipment.trackingNumber',
      value: '=input.shipment',
    }),
    step('no-carrier', 'fail', 'No carrier takes it', {
      message: "='Nobody carries shipment ' + steps.parcel.id",
      code: 'no-carrier',
      kind: 'refused',
    }),
  ],
  [
    'packed.out > parcel',
    'told.out > order',
    'order.received > shipment',
    'shipment.out > parcel',
    'parcel.out > carrier',
    'carrier.out > label',
    'label.out > is-bought',
    'is-bought.bought > labelled',
    'is-bought.otherwise > no-carrier',
    'labelled.out > keep',
  ],
  [
    ['packed', '', '', 'parcel', 'carrier', 'label', 'is-bought', 'labelled', 'keep'],
    ['told', 'order', 'shipment', '', '', '', '', 'no-carrier'],
  ],
);
