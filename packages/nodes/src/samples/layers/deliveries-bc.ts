import type { Flow, FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { bcFound, bcRead, equals, RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

const REQUEST = {
  ...{ reference: '#1001/WM1', orderReference: '#1001', salesOrder: '101005', system: 'business-central' },
  lines: [{ lineId: '1', sku: 'MUG-BLUE', quantity: 2 }],
};
const ORDER = { id: '7ce0af2e-0963-460f-9b1f-0014aea3e117', number: '101005', '@odata.etag': 'W/"1"' };
const LINES = [
  { id: 'e1f04a2b-8a4d-4c0e-9d35-3c1f8a1f5a01', lineObjectNumber: 'MUG-BLUE', quantity: 2, shippedQuantity: 0 },
  { id: 'e1f04a2b-8a4d-4c0e-9d35-3c1f8a1f5a02', lineObjectNumber: 'LAMP-OAK', quantity: 1, shippedQuantity: 0 },
];
const SHIPMENT = { number: 'PS-SHPT101005', customerPurchaseOrderReference: '#1001/WM1' };
const POSTED = { port: 'done', value: { results: [null, null, null, null] } };
const given = (status: string): Json => ({
  ...{ reference: '#1001/WM1', orderReference: '#1001', number: 'PS-SHPT101005' },
  ...{ system: 'business-central', status, issued: true },
});

/** A shipment there is already, else the order that is to be shipped. */
const FOUND = `type Row = Record<string, any>;

export default function map(input: { results: { value: Row[] }[] }) {
  const [orders, shipments] = input.results.map(({ value }) => value);
  const [shipment] = shipments;
  if (shipment) return { state: 'shipped', number: shipment.number, status: 'exists' };
  const [order] = orders;
  return order ? { state: 'ordered', order: order.id, etag: order['@odata.etag'] ?? '*' } : { state: 'unknown' };
}
`;
/** How much of each line is shipped now: of every line, as the system would ship all that is open of the others. */
const PARTS = `type Row = Record<string, any>;

export default function map(input: { results: { value: Row[] }[] }, ctx: any) {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of ctx.steps.called.lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  const lines = input.results[0].value.map((line) => {
    const sku = line.lineObjectNumber;
    const open = Number(line.quantity ?? 0) - Number(line.shippedQuantity ?? 0);
    const ship = Math.max(0, Math.min(wanted.get(sku) ?? 0, open));
    wanted.set(sku, (wanted.get(sku) ?? 0) - ship);
    return { id: line.id, ship };
  });
  const missing = [...wanted].filter(([, quantity]) => quantity > 0).map(([sku, quantity]) => quantity + ' x ' + sku);
  const { order, etag } = ctx.steps.found;
  return missing.length > 0
    ? { state: 'too-much', message: missing.join(', ') + ' more than is open of ' + ctx.steps.called.orderReference + '.' }
    : { state: 'parts', order, etag, lines };
}
`;
/** What the batch left behind: sent by us, now or by an attempt whose answer was lost; or refused, for a reason that may pass. */
const SEEN = `type Row = Record<string, any>;

export default function map(input: { results: { value: Row[] }[] }, ctx: any) {
  const [shipment] = input.results[0].value;
  return shipment
    ? { state: 'shipped', number: shipment.number, status: 'created' }
    : { state: 'open', message: ctx.steps.post?.failed?.[0]?.message ?? '' };
}
`;
const inTurn = (node: FlowNode): FlowNode => ({ ...node, scope: 'turns' });
const read = (id: string, name: string, requests: string) =>
  inTurn(
    step(
      id,
      'business-central.batch',
      name,
      { connection: 'business-central', requests },
      { strategy: 'upsert', retry: RETRY, timeoutMs: 15_000 },
    ),
  );
const MINE = `${equals('externalDocumentNumber', 'steps.called.orderReference')} + ' and ' + ${equals('customerPurchaseOrderReference', 'steps.called.reference')}`;

/**
 * Offers deliveries of Business Central, where a part of an order is shipped and invoiced at once. The etag of the order guards the batch:
 * sent again after a lost answer, or beside another parcel of the order, it is refused as a whole, and a look shows what is there.
 */
export const createDeliveryBc: Flow = drawn(
  {
    id: 'create-delivery-business-central',
    name: 'Create delivery (Business Central)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Create delivery" by Business Central: ships, and so invoices, the part of the sales order that has left, once for each reference.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'shipped',
        name: 'A part of the order is shipped',
        node: 'called',
        message: REQUEST,
        replies: {
          find: [bcFound([ORDER], [])],
          again: [bcFound([SHIPMENT])],
          lines: [bcFound(LINES)],
          post: [POSTED],
        },
        expect: { outputs: { give: given('created') } },
      },
      {
        id: 'lost',
        name: 'It was shipped by an attempt whose answer was lost: the batch is refused, its shipment is there',
        node: 'called',
        message: REQUEST,
        replies: {
          find: [bcFound([ORDER], [])],
          again: [bcFound([SHIPMENT])],
          lines: [bcFound(LINES)],
          post: [
            {
              port: 'rolled-back',
              value: { failed: [{ index: 0, status: 409, code: 'Request_EntityChanged', message: 'Start over.' }] },
            },
          ],
        },
        expect: { outputs: { give: given('created') } },
      },
      {
        id: 'there',
        name: 'It was shipped before',
        node: 'called',
        message: REQUEST,
        replies: { find: [bcFound([], [SHIPMENT])] },
        expect: { outputs: { give: given('exists') } },
      },
      {
        id: 'too-much',
        name: 'More than is open of it: nothing is posted',
        node: 'called',
        message: { ...REQUEST, lines: [{ sku: 'MUG-BLUE', quantity: 3 }] },
        replies: { find: [bcFound([ORDER], [])], lines: [bcFound(LINES)] },
        expect: { status: 'exception', exception: { code: 'delivery-refused' } },
      },
      {
        id: 'unknown',
        name: 'Nobody knows the order',
        node: 'called',
        message: REQUEST,
        replies: { find: [bcFound([], [])] },
        expect: { status: 'exception', exception: { code: 'order-unknown' } },
      },
    ],
  },
  [
    step('called', 'callable', 'What has left', {
      capability: 'create-delivery',
      errors: { 'bc-refused': 'delivery-refused' },
    }),
    step('begin', 'set-fields', 'Not known yet', { mode: 'only', fields: [{ path: 'state', value: 'open' }] }),
    step('turns', 'repeat-until', 'Until it is known', {
      until: "input.state !== 'open'",
      maxTimes: 8,
      delayMs: 200,
    }),
    read(
      'find',
      'Order and shipment',
      bcRead(
        { entity: 'salesOrders', filter: equals('externalDocumentNumber', 'steps.called.orderReference') },
        { entity: 'salesShipments', filter: MINE },
      ),
    ),
    inTurn(step('found', 'map', 'What is there?', { script: FOUND })),
    inTurn(
      step('open', 'switch', 'Is it to be shipped?', { cases: [{ name: 'yes', when: "=input.state === 'ordered'" }] }),
    ),
    read(
      'lines',
      'Lines of the order',
      bcRead({ entity: 'salesOrderLines', filter: "'documentId eq ' + input.order" }),
    ),
    inTurn(step('parts', 'map', 'How much of each?', { script: PARTS })),
    inTurn(step('fits', 'switch', 'Is so much open?', { cases: [{ name: 'yes', when: "=input.state === 'parts'" }] })),
    inTurn(
      step(
        'post',
        'business-central.batch',
        'Ship and invoice that part',
        {
          connection: 'business-central',
          requests:
            "=[{ method: 'PATCH', url: 'salesOrders(' + input.order + ')', ifMatch: input.etag, body: { customerPurchaseOrderReference: steps.called.reference } }, ...input.lines.map(({ id, ship }) => ({ method: 'PATCH', url: 'salesOrderLines(' + id + ')', body: { shipQuantity: ship } })), { method: 'POST', url: 'salesOrders(' + input.order + ')/Microsoft.NAV.shipAndInvoice' }]",
        },
        { strategy: 'upsert', retry: RETRY, timeoutMs: 60_000 },
      ),
    ),
    read('again', 'Is it there now?', bcRead({ entity: 'salesShipments', filter: MINE })),
    inTurn(step('seen', 'map', 'What became of it?', { script: SEEN })),
    step('outcome', 'switch', 'What became of it?', {
      cases: [
        { name: 'shipped', when: "=input.state === 'shipped'" },
        { name: 'unknown', when: "=input.state === 'unknown'" },
      ],
    }),
    step('give', 'return', 'Delivery', {
      value:
        "={ reference: steps.called.reference, orderReference: steps.called.orderReference, number: input.number, system: 'business-central', status: input.status, issued: true }",
    }),
    step('unknown', 'fail', 'No such order', {
      kind: 'refused',
      code: 'order-unknown',
      message: "='The books have no sales order for ' + steps.called.orderReference + '.'",
    }),
    step('refused', 'fail', 'It was not shipped', {
      kind: 'refused',
      code: 'delivery-refused',
      message:
        "='Business Central did not ship ' + steps.called.reference + ': ' + (input.message || 'no reason was given')",
    }),
  ],
  [
    'called.out > begin',
    'begin.out > turns',
    'turns.each > find',
    'find.done > found',
    'found.out > open',
    'open.yes > lines',
    'lines.done > parts',
    'parts.out > fits',
    'fits.yes > post',
    'post.done > again',
    'post.rolled-back > again',
    'again.done > seen',
    'turns.done > outcome',
    'turns.limit > refused',
    'outcome.shipped > give',
    'outcome.unknown > unknown',
    'outcome.otherwise > refused',
  ],
  [
    ['called', 'begin', 'turns', '', '', '', '', '', '', '', '', '', 'outcome', 'give'],
    ['', '', '', 'find', 'found', 'open', 'lines', 'parts', 'fits', 'post', 'again', 'seen', '', 'unknown'],
    ['', '', '', '', '', '', '', '', '', '', '', '', '', 'refused'],
  ],
);
