import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { drawn, step } from '../layers/drawn.ts';
import { TOLD } from '../order-to-cash/topics.ts';
import { CONFIRMED_TOPIC } from '../supplier-acknowledgements.ts';
import { PARCEL_TOPIC } from './supplier-files.ts';
import { RELEASED_TO_PARTNERS } from './topics.ts';
import { ADVISED_TOPIC } from './warehouse-orders.ts';

/** One fact of a partner in the words of whoever follows a group; the same said again has the same id. */
const WORDS = `type Row = Record<string, any>;

export default function map(input: Row, ctx: { steps: Record<string, Row> }) {
  const { reference } = input.value;
  const [left, parcel, words] = [ctx.steps.advised?.payload, ctx.steps.parcel?.payload, ctx.steps.confirmed?.payload];
  const facts = left ? advised(left) : parcel ? [shipped(parcel)] : confirmed(words);
  const at = ctx.steps.advised?.receivedAt ?? ctx.steps.parcel?.receivedAt ?? ctx.steps.confirmed?.receivedAt;
  return { reference, facts: facts.map((fact) => ({ ...fact, at })) };
}

const ours = (sku: string) => t.lookup('sku', sku, { from: 'supplier', to: 'shop', missing: 'queue', default: sku });

function advised({ order, shipment, tracking, carrier, lines }: Row): Row[] {
  const id = order + '/' + (shipment ?? '');
  const left = lines.filter(({ shipped }: Row) => shipped > 0);
  const short = lines.filter((line: Row) => line.short > 0);
  return [
    ...(left.length === 0 ? [] : [{
      id: id + '/shipped', kind: 'shipped', tracking: tracking ?? shipment ?? order, carrier: carrier ?? '',
      lines: left.map(({ sku, shipped }: Row) => ({ sku, quantity: shipped })),
    }]),
    ...(short.length === 0 ? [] : [{
      id: id + '/short', kind: 'lost', reason: 'not found where it should be',
      lines: short.map((line: Row) => ({ sku: line.sku, quantity: line.short })),
    }]),
  ];
}

function shipped({ order, shipment, tracking, carrier, lines }: Row): Row {
  return {
    id: order + '/' + shipment, kind: 'shipped', tracking: tracking ?? shipment, carrier: carrier ?? '',
    lines: lines.map(({ sku, quantity }: Row) => ({ sku: ours(sku), quantity })),
  };
}

function confirmed({ order, line, sku, status, expected }: Row): Row[] {
  const fact = { id: [order, line, status, expected ?? ''].join('/'), lines: [{ sku: ours(sku) }] };
  if (/backordered/i.test(status)) return [{ ...fact, kind: 'delayed', expectedOn: expected }];
  return /reject/i.test(status) ? [{ ...fact, kind: 'lost', reason: status }] : [];
}
`;

const event = (topic: string, key: string, payload: Json) => ({
  ...{ topic, key, eventId: `${key}#1`, offset: 1, receivedAt: '2026-11-27T09:30:00.000Z', payload },
});
const known = (reference: string) => [
  { port: 'found', value: { key: 'x', value: { reference }, version: 1, updatedAt: '2026-11-27T09:00:00.000Z' } },
];
const hears = (id: string, name: string, topic: string) =>
  step(id, 'on-event', name, { topic, start: 'beginning', businessKey: '=input.key' });

/** What X12 partners say of fulfilment groups, told to whoever follows the group as warehouses and suppliers with webhooks tell it. */
export const partnerShipments: Flow = drawn(
  {
    id: 'partner-shipments',
    name: 'Shipments of X12 partners',
    settings: {
      layer: 'process',
      description:
        'Puts what X12 partners confirm and ship of a fulfilment group into the words of order to cash, each fact once. What is about no group was asked for by somebody else.',
      owner: 'Logistics',
    },
    tests: [
      {
        id: 'short',
        name: 'A 945: two pieces have left, one was not found',
        node: 'advised',
        message: event(ADVISED_TOPIC, 'WO-7', {
          ...{ order: 'WO-7', shipment: 'WH-WO-7', tracking: '1ZWO7', carrier: 'UPSN', short: 1 },
          lines: [{ sku: 'MUG-BLUE', ordered: 3, shipped: 2, short: 1 }],
        }),
        replies: { group: known('#1001/BER-1') },
        expect: {
          published: [
            {
              topic: TOLD,
              key: '#1001/BER-1',
              payload: { kind: 'shipped', tracking: '1ZWO7', lines: [{ quantity: 2 }] },
            },
            { topic: TOLD, key: '#1001/BER-1', payload: { kind: 'lost', lines: [{ sku: 'MUG-BLUE', quantity: 1 }] } },
          ],
        },
      },
      {
        id: 'parcel',
        name: 'An 856: a parcel of the supplier',
        node: 'parcel',
        message: event(PARCEL_TOPIC, 'PO-9', {
          ...{ order: 'PO-9', shipment: 'SH-PO-9', tracking: '1ZPO9', carrier: 'UPSN' },
          lines: [{ sku: 'LAMP-OAK', quantity: 1 }],
        }),
        replies: { group: known('#1001/LUMEN') },
        expect: {
          published: [
            {
              topic: TOLD,
              key: '#1001/LUMEN',
              payload: { kind: 'shipped', lines: [{ sku: 'LAMP-OAK', quantity: 1 }] },
            },
          ],
        },
      },
      {
        id: 'late',
        name: 'An 855: the supplier is late',
        node: 'confirmed',
        message: event(CONFIRMED_TOPIC, 'PO-9', {
          ...{ order: 'PO-9', line: '1', sku: 'LAMP-OAK', ordered: 1, quantity: 1 },
          ...{ status: 'Backordered', expected: '2026-12-04' },
        }),
        replies: { group: known('#1001/LUMEN') },
        expect: {
          published: [{ topic: TOLD, key: '#1001/LUMEN', payload: { kind: 'delayed', expectedOn: '2026-12-04' } }],
        },
      },
      {
        id: 'other',
        name: 'About an order that no group waits for',
        node: 'confirmed',
        message: event(CONFIRMED_TOPIC, 'PO-1042', {
          order: 'PO-1042',
          line: '1',
          sku: 'MUG-BLUE',
          status: 'Accepted',
        }),
        replies: { group: [{ port: 'missing', value: null }] },
        expect: { path: ['group', 'other'], published: [] },
      },
    ],
  },
  [
    hears('advised', 'The warehouse has shipped', ADVISED_TOPIC),
    hears('parcel', 'The supplier has shipped', PARCEL_TOPIC),
    hears('confirmed', 'The supplier says when', CONFIRMED_TOPIC),
    step('group', 'read-value', 'Of which group is it?', { collection: RELEASED_TO_PARTNERS, key: '=input.key' }),
    step('other', 'log', 'Of none', { level: 'info', message: "='No fulfilment group waits for this.'" }),
    step('words', 'map', 'In our words', { script: WORDS }),
    step('each', 'for-each', 'Each fact', { items: '=input.facts' }),
    {
      ...step('tell', 'send-event', 'Tell who follows the group', {
        ...{ topic: TOLD, key: '=steps.words.reference', eventId: '=input.id', payload: '=input' },
      }),
      scope: 'each',
    },
  ],
  [
    'advised.out > group',
    'parcel.out > group',
    'confirmed.out > group',
    'group.found > words',
    'group.missing > other',
    'words.out > each',
    'each.each > tell',
  ],
  [['advised', 'group', 'words', 'each'], ['parcel', '', 'other', '', 'tell'], ['confirmed']],
);
