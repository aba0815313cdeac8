import type { Flow } from '@lockstep/schema/graph';
import { odataFound, RETRY, s4 } from './asked.ts';
import { drawn, step } from './drawn.ts';

const REQUEST = { reference: '#1001-1', orderReference: '#1001', fulfilmentGroup: 'BER-1' };
const ITEM = { SalesOrderItem: '10', Material: 'MUG-BLUE', RequestedQuantity: '2', NetAmount: '25.00' };
const SOLD = {
  ...{ SalesOrder: '4711', PurchaseOrderByCustomer: '#1001', TransactionCurrency: 'EUR' },
  to_Item: [ITEM],
};
const DELIVERED = {
  ...{ DeliveryDocument: '80000001', DeliveryDocumentBySupplier: '#1001/BER-1', OverallGoodsMovementStatus: 'C' },
  to_DeliveryDocumentItem: [
    {
      ...{ Material: 'MUG-BLUE', ActualDeliveryQuantity: '2' },
      ...{ ReferenceSDDocument: '4711', ReferenceSDDocumentItem: '10' },
    },
  ],
};
const POSITION = { ReferenceSDDocument: '4711', DeliveryDocument: '80000001' };
const BILLED = {
  ...{ invoice: '90000001', created: true, delivery: '80000001', issuedOn: '2026-11-23' },
  total: { amount: '25.00', currency: 'EUR' },
  lines: [{ sku: 'MUG-BLUE', quantity: 2, net: '25.00' }],
};

/**
 * The one delivery that is meant, and what it comes to: of the fulfilment group or with the lines that are named, whose goods have
 * left. Amounts are added up in hundredths of a cent.
 */
const CHOOSE = `type Row = Record<string, any>;

export default function map(input: { records: { fields: Row }[] }, ctx: any) {
  const asked = ctx.steps.called;
  const order = ctx.steps.order.records[0].fields;
  const piecesOf = (lines: Row[], sku: string, pieces: string) => JSON.stringify(
    lines.reduce((sum: Row, line: Row) => ({ ...sum, [line[sku]]: (sum[line[sku]] ?? 0) + Number(line[pieces]) }), {}),
    [...new Set(lines.map((line) => line[sku]))].sort(),
  );
  const deliveries: Row[] = [];
  for (const record of input.records) deliveries.push(record.fields);
  const fitting = deliveries
    .filter((each) => each.OverallGoodsMovementStatus === 'C')
    .filter((each) => asked.delivery === undefined || each.DeliveryDocument === asked.delivery)
    .filter((each) => asked.fulfilmentGroup === undefined
      || each.DeliveryDocumentBySupplier === asked.orderReference + '/' + asked.fulfilmentGroup)
    .filter((each) => asked.lines === undefined
      || piecesOf(asked.lines, 'sku', 'quantity') === piecesOf(each.to_DeliveryDocumentItem, 'Material', 'ActualDeliveryQuantity'));
  const [delivery] = fitting;
  if (fitting.length !== 1) return { count: fitting.length };
  const net = delivery.to_DeliveryDocumentItem.reduce((sum: number, line: Row) => {
    const sold = order.to_Item.find((item: Row) => Number(item.SalesOrderItem) === Number(line.ReferenceSDDocumentItem));
    return sum + Math.round(Number(sold?.NetAmount ?? 0) * 10000 * Number(line.ActualDeliveryQuantity) / Number(sold?.RequestedQuantity ?? 1));
  }, 0);
  const comesTo = (Math.round(net / 100) / 100).toFixed(2);
  const isOther = asked.total !== undefined
    && (Number(asked.total.amount) !== Number(comesTo) || asked.total.currency !== order.TransactionCurrency);
  return { count: 1, delivery: delivery.DeliveryDocument, comesTo, currency: order.TransactionCurrency, isOther };
}
`;

/** Offers invoices of S/4HANA: what was delivered is billed, once for each delivery. */
export const createInvoiceS4: Flow = drawn(
  {
    id: 'create-invoice-s4hana',
    name: 'Create invoice (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Create invoice" by S/4HANA: bills the delivery that is meant, once, after its goods have left; a sum that differs is refused before anything is posted.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'billed',
        name: 'The delivery of a group is billed',
        node: 'called',
        message: { ...REQUEST, total: { amount: '25.00', currency: 'EUR' } },
        replies: {
          order: [odataFound(SOLD)],
          positions: [odataFound(POSITION)],
          deliveries: [odataFound(DELIVERED)],
          bill: [{ port: 'created', value: BILLED }],
        },
        expect: {
          path: ['named', 'order', 'positions', 'deliveries', 'choose', 'which', 'bill', 'give'],
          outputs: {
            give: {
              ...{ number: '90000001', kind: 'invoice', orderReference: '#1001', status: 'posted' },
              ...{ issuedOn: '2026-11-23', total: { amount: '25.00', currency: 'EUR' } },
              lines: [{ sku: 'MUG-BLUE', quantity: 2, net: { amount: '25.00', currency: 'EUR' } }],
            },
          },
        },
      },
      {
        id: 'named',
        name: 'The delivery is named: nothing has to be looked for',
        node: 'called',
        message: { ...REQUEST, delivery: '80000001' },
        replies: { bill: [{ port: 'created', value: BILLED }] },
        expect: { path: ['named', 'bill', 'give'], outputs: { give: { number: '90000001' } } },
      },
      {
        id: 'differs',
        name: 'It comes to another sum: nothing is billed',
        node: 'called',
        message: { ...REQUEST, total: { amount: '26.00', currency: 'EUR' } },
        replies: { order: [odataFound(SOLD)], positions: [odataFound(POSITION)], deliveries: [odataFound(DELIVERED)] },
        expect: {
          status: 'exception',
          path: ['named', 'order', 'positions', 'deliveries', 'choose', 'which', 'other-sum'],
          exception: { code: 'total-differs' },
        },
      },
      {
        id: 'not-left',
        name: 'Nothing has left yet',
        node: 'called',
        message: REQUEST,
        replies: {
          order: [odataFound(SOLD)],
          positions: [odataFound(POSITION)],
          deliveries: [odataFound({ ...DELIVERED, OverallGoodsMovementStatus: 'A' })],
        },
        expect: { status: 'exception', exception: { code: 'nothing-to-bill' } },
      },
      {
        id: 'unknown',
        name: 'Nobody knows the order',
        node: 'called',
        message: REQUEST,
        replies: { order: [odataFound()] },
        expect: { status: 'exception', exception: { code: 'order-unknown' } },
      },
    ],
  },
  [
    step('called', 'callable', 'What is to be charged', { capability: 'create-invoice' }),
    step('named', 'switch', 'Is the delivery named?', {
      cases: [{ name: 'yes', when: '=input.delivery !== undefined && input.total === undefined' }],
    }),
    step(
      'order',
      'odata.read-records',
      'The sales order',
      {
        ...s4('API_SALES_ORDER_SRV'),
        set: 'A_SalesOrder',
        where:
          '=input.salesOrder === undefined ? { PurchaseOrderByCustomer: input.orderReference } : { SalesOrder: input.salesOrder }',
        ...{ expand: 'to_Item', orderBy: 'SalesOrder', maxRecords: 1 },
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step(
      'positions',
      'odata.read-records',
      'What of it was delivered',
      {
        ...s4('API_OUTBOUND_DELIVERY_SRV;v=0002'),
        set: 'A_OutbDeliveryItem',
        where: '={ ReferenceSDDocument: input.records[0].fields.SalesOrder }',
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step(
      'deliveries',
      'odata.read-records',
      'Its deliveries',
      {
        ...s4('API_OUTBOUND_DELIVERY_SRV;v=0002'),
        set: 'A_OutbDeliveryHeader',
        filter:
          '=[...new Set(input.records.map(({ fields }) => fields.DeliveryDocument))].map((each) => "DeliveryDocument eq \'" + each + "\'").join(\' or \')',
        expand: 'to_DeliveryDocumentItem',
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('choose', 'map', 'Which is meant?', { script: CHOOSE }),
    step('which', 'switch', 'Is it the one, and the sum?', {
      cases: [
        { name: 'unclear', when: '=input.count !== 1' },
        { name: 'other', when: '=input.isOther === true' },
      ],
    }),
    step(
      'bill',
      'sap.create-invoice',
      'Bill the delivery',
      { connection: 'sap', delivery: '=input.delivery', lookUp: 'always' },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step('give', 'return', 'Invoice', {
      value:
        "={ number: input.invoice, kind: 'invoice', orderReference: steps.called.orderReference, status: 'posted', issuedOn: input.issuedOn, lines: input.lines.map(({ sku, quantity, net }) => ({ sku, description: sku, quantity, net: { amount: net, currency: input.total.currency } })), net: input.total, total: input.total, identifiers: [{ system: 's4hana', value: input.invoice }] }",
    }),
    step('unknown', 'fail', 'No such order', {
      kind: 'refused',
      code: 'order-unknown',
      message: "='The books have no sales order for ' + steps.called.orderReference + '.'",
    }),
    step('nothing', 'fail', 'Nothing to bill', {
      kind: 'refused',
      code: 'nothing-to-bill',
      message:
        "=(input.count ?? 0) > 1 ? 'Several deliveries of ' + steps.called.orderReference + ' have left: name the fulfilment group.' : 'Nothing of ' + steps.called.orderReference + ' that fits has left yet.'",
    }),
    step('other-sum', 'fail', 'Another sum', {
      kind: 'refused',
      code: 'total-differs',
      message:
        "='It comes to ' + input.comesTo + ' ' + input.currency + ', not to ' + steps.called.total.amount + ' ' + steps.called.total.currency + '.'",
    }),
  ],
  [
    'called.out > named',
    'named.yes > bill',
    'named.otherwise > order',
    'order.out > positions',
    'order.none > unknown',
    'positions.out > deliveries',
    'positions.none > nothing',
    'deliveries.out > choose',
    'deliveries.none > nothing',
    'choose.out > which',
    'which.unclear > nothing',
    'which.other > other-sum',
    'which.otherwise > bill',
    'bill.created > give',
  ],
  [
    ['called', 'named', 'order', 'positions', 'deliveries', 'choose', 'which', 'bill', 'give'],
    ['', '', '', 'unknown', '', '', '', 'nothing'],
    ['', '', '', '', '', '', '', 'other-sum'],
  ],
);
