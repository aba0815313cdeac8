import type { Contract } from './contract.ts';
import {
  address,
  closed,
  contractSchema,
  count,
  day,
  identifiers,
  listOf,
  oneOf,
  ownedBy,
  quantity,
  ref,
  text,
  time,
} from './parts.ts';

/** Where a parcel is, whatever the carrier calls it. The carrier's own word is kept beside it. */
export const SHIPMENT_STATUSES = [
  'created',
  'packed',
  'handed-over',
  'in-transit',
  'out-for-delivery',
  'delivered',
  'ready-for-pickup',
  'delayed',
  'exception',
  'returned-to-sender',
  'cancelled',
  // What the carrier said means nothing to us yet: its own word stands beside it.
  'unknown',
] as const;

const event = closed(
  {
    status: oneOf(SHIPMENT_STATUSES, 'Status after it.'),
    carrierStatus: text('As the carrier said it.'),
    at: time('When it happened, by the carrier.'),
    place: text('Where it happened.'),
    message: text('What the carrier wrote.'),
  },
  ['status', 'at'],
);

const schema = contractSchema(
  'Shipment',
  closed(
    {
      id: text('Number of the shipment.'),
      orderReference: text('Order it belongs to.'),
      fulfilmentGroup: text('Part of the order that ships together.'),
      source: text('Warehouse, shop or supplier it leaves from.'),
      status: ownedBy('fulfilment', oneOf(SHIPMENT_STATUSES, 'Where it is.')),
      carrier: text('Carrier.'),
      service: text('Service of the carrier.'),
      trackingNumber: text('What the carrier tracks it by.'),
      trackingUrl: { type: 'string', format: 'uri', description: 'Page where a customer can follow it.' },
      shipTo: ref('address'),
      lines: listOf(
        closed({ lineId: text('Order line.'), sku: text('Article number.'), quantity: count('Pieces in it.', 1) }, [
          'sku',
          'quantity',
        ]),
        'What is in it.',
        { minItems: 1 },
      ),
      weight: ref('quantity'),
      shippedAt: time('When it left.'),
      expectedOn: day('Day the customer was promised.'),
      deliveredAt: time('When it arrived.'),
      events: listOf(event, 'What happened to it, as it became known.'),
      identifiers,
    },
    ['id', 'orderReference', 'status', 'lines'],
  ),
  { address, quantity },
);

/** Goods on their way to a customer. */
export const shipment: Contract = {
  name: 'shipment',
  version: '1.0.0',
  title: 'Shipment',
  description: 'Goods on their way to a customer: what, from where, by whom, where they are now.',
  schema,
  example: {
    id: 'S-20991',
    orderReference: '#1042',
    source: 'BER-1',
    status: 'in-transit',
    carrier: 'DHL',
    trackingNumber: '00340434161094027318',
    lines: [{ lineId: '14124995321452', sku: 'MUG-BLUE', quantity: 3 }],
    shippedAt: '2026-11-20T15:02:00Z',
    expectedOn: '2026-11-23',
    events: [{ status: 'in-transit', carrierStatus: 'transit', at: '2026-11-20T19:40:00Z', place: 'Berlin' }],
  },
};
