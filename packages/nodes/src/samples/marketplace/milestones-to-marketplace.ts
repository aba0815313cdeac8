import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { MILESTONE } from '../order-to-cash/topics.ts';

const ID = '902-1845936-5435065';
const RETRY = { retry: { maxAttempts: 10, baseMs: 500, capMs: 60_000, jitter: 0.3 } };

const shipped = (lines: Json): Json => ({
  topic: MILESTONE,
  key: ID,
  eventId: `${ID}/shipped`,
  payload: {
    ...{ reference: ID, externalId: ID, group: 'BER-1', milestone: 'shipped', at: '2026-11-28T10:00:00Z' },
    ...{
      lines,
      expectedOn: null,
      tracking: '00340434161094027318',
      carrier: 'DHL',
      text: '2 x MUG-BLUE left with DHL',
    },
  },
});
const ITEMS: Json = [
  { OrderItemId: '05015851154158', SellerSKU: 'MUG-BLUE', QuantityOrdered: 2, QuantityShipped: 0 },
  { OrderItemId: '05015851154159', SellerSKU: 'MUG-BLUE', QuantityOrdered: 1, QuantityShipped: 0 },
];

/** Pieces by article to the items of the marketplace, and a number by which it knows the parcel, the same in every attempt. */
const PARCEL = `type Row = Record<string, any>;

export default function map(input: { items: Row[] }, ctx: any) {
  const { lines, tracking, carrier, group, at } = ctx.steps.told.payload;
  const left = input.items.map((item) => ({ orderItemId: item.OrderItemId, sku: item.SellerSKU, pieces: item.QuantityOrdered }));
  const theirs = (sku: string) => t.lookup('sku', sku, { from: 'shop', to: 'marketplace', default: sku });
  const items: { orderItemId: string; quantity: number }[] = [];
  let unknown: string | undefined;
  for (const line of lines as Row[]) {
    let wanted = line.quantity;
    for (const one of left) {
      if (one.sku !== theirs(line.sku) || wanted <= 0 || one.pieces <= 0) continue;
      const quantity = Math.min(wanted, one.pieces);
      one.pieces -= quantity;
      wanted -= quantity;
      items.push({ orderItemId: one.orderItemId, quantity });
    }
    if (wanted > 0) unknown ??= line.sku;
  }
  const number = tracking || group;
  let hash = 7;
  for (const sign of number) hash = (hash * 31 + sign.codePointAt(0)) % 899_999_999;
  return { items, parcel: String(hash + 1), tracking: number, carrier: carrier || 'Other', at, ...(unknown && { unknown }) };
}
`;

/** Parcels of marketplace orders are confirmed there. It listens where the shop and the CRM listen; the process that tells knows none of them. */
export const milestonesToMarketplace: Flow = {
  format: FLOW_FORMAT,
  id: 'milestones-to-marketplace',
  name: 'Milestones to the marketplace',
  nodes: [
    step(['told', 'on-event', 'A parcel has left'], {
      topic: MILESTONE,
      start: 'beginning',
      when: "input.payload.milestone === 'shipped' && /^\\d{3}-\\d{7}-\\d{7}$/.test(input.payload.externalId)",
    }),
    step(
      ['order', 'sp-api.read-order', 'Its items there'],
      { connection: 'sp-api', orderId: '=input.payload.externalId' },
      { policy: RETRY },
    ),
    step(['parcel', 'map', 'What is in the parcel?'], { script: PARCEL }),
    step(['fits', 'filter', 'Was all of it ordered there?'], {
      when: '=input.unknown === undefined',
      reason: "=input.unknown + ' left with ' + input.tracking + ', and was not ordered there.'",
    }),
    step(
      ['confirm', 'sp-api.confirm-shipment', 'Confirm the shipment'],
      {
        connection: 'sp-api',
        orderId: '=steps.told.payload.externalId',
        parcel: '=input.parcel',
        carrier: '=input.carrier',
        tracking: '=input.tracking',
        shippedAt: '=input.at',
        items: '=input.items',
      },
      { policy: RETRY },
    ),
    step(['stranger', 'fail', 'It was not'], { code: 'item-unknown', message: '=input.reason' }),
    step(['gone', 'fail', 'No such order there'], {
      code: 'order-unknown',
      message: "='The marketplace has no order ' + input.orderId + ' any more.'",
    }),
  ],
  edges: [
    { from: 'told', port: 'out', to: 'order' },
    { from: 'order', port: 'out', to: 'parcel' },
    { from: 'parcel', port: 'out', to: 'fits' },
    { from: 'fits', port: 'pass', to: 'confirm' },
    { from: 'fits', port: 'rejected', to: 'stranger' },
    { from: 'order', port: 'missing', to: 'gone' },
  ],
  layout: {
    nodes: layOut([
      ['told', 'order', 'parcel', 'fits', 'confirm'],
      ['', '', 'gone', '', 'stranger'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Confirms at the marketplace each parcel of its orders that has left, with tracking number and items, however often this is tried.',
    owner: 'Marketplace',
    lane: { key: '=input.key', name: 'Order' },
  },
  tests: [
    {
      id: 'shipped',
      name: 'A parcel with pieces of two items',
      node: 'told',
      message: shipped([{ sku: 'MUG-BLUE', quantity: 3 }]),
      replies: {
        order: [{ port: 'out', value: { order: { AmazonOrderId: ID }, items: ITEMS } }],
        confirm: [{ port: 'out', value: { orderId: ID, parcel: '1', tracking: '00340434161094027318' } }],
      },
      expect: {
        path: ['order', 'parcel', 'fits', 'confirm'],
        outputs: {
          parcel: {
            items: [
              { orderItemId: '05015851154158', quantity: 2 },
              { orderItemId: '05015851154159', quantity: 1 },
            ],
          },
        },
      },
    },
    {
      id: 'stranger',
      name: 'Something left that was not ordered there',
      node: 'told',
      message: shipped([{ sku: 'LAMP-OAK', quantity: 1 }]),
      replies: { order: [{ port: 'out', value: { order: { AmazonOrderId: ID }, items: ITEMS } }] },
      expect: { status: 'exception', exception: { code: 'item-unknown' } },
    },
  ],
};
