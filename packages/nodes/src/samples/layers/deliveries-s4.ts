import type { Flow } from '@lockstep/schema/graph';
import { odataFound, RETRY, s4 } from './asked.ts';
import { drawn, step } from './drawn.ts';

const UNNUMBERED = {
  ...{ reference: '#1001/WM1', orderReference: '#1001' },
  lines: [{ lineId: '1', sku: 'MUG-BLUE', quantity: 2 }],
};
const REQUEST = { ...UNNUMBERED, salesOrder: '4711', system: 's4hana' };
const MADE = { port: 'created', value: { delivery: '80000001', created: true, reference: '#1001/WM1' } };
const ISSUED = { port: 'posted', value: { delivery: '80000001', posted: true } };
const GIVEN = {
  ...{ reference: '#1001/WM1', orderReference: '#1001', number: '80000001' },
  ...{ system: 's4hana', status: 'created', issued: true },
};

/** Offers deliveries of S/4HANA: an outbound delivery and its goods issue, once for each reference. */
export const createDeliveryS4: Flow = drawn(
  {
    id: 'create-delivery-s4hana',
    name: 'Create delivery (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Create delivery" by S/4HANA: an outbound delivery with its goods issue, once for each reference, and never more than was ordered.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'delivered',
        name: 'A parcel of a sales order that is known',
        node: 'called',
        message: REQUEST,
        replies: { deliver: [MADE], issue: [ISSUED] },
        expect: { path: ['known', 'deliver', 'issue', 'give'], outputs: { give: GIVEN } },
      },
      {
        id: 'looked-up',
        name: 'The sales order is found by the order it stands for',
        node: 'called',
        message: UNNUMBERED,
        replies: { order: [odataFound({ SalesOrder: '4711' })], deliver: [MADE], issue: [ISSUED] },
        expect: { path: ['known', 'order', 'deliver', 'issue', 'give'], outputs: { give: GIVEN } },
      },
      {
        id: 'unknown',
        name: 'Nobody knows the order',
        node: 'called',
        message: UNNUMBERED,
        replies: { order: [odataFound()] },
        expect: { status: 'exception', exception: { code: 'order-unknown' } },
      },
      {
        id: 'refused',
        name: 'More than is open of it',
        node: 'called',
        message: REQUEST,
        replies: {
          deliver: [{ fail: { kind: 'refused', code: 'sap-refused', message: 'Only 0 of item 10 are open.' } }],
        },
        expect: { status: 'exception', path: ['known', 'deliver'] },
      },
    ],
  },
  [
    step('called', 'callable', 'What has left', {
      capability: 'create-delivery',
      errors: {
        'sap-refused': 'delivery-refused',
        'not-in-sales-order': 'delivery-refused',
        'nothing-to-deliver': 'delivery-refused',
      },
    }),
    step('known', 'switch', 'Is the sales order known?', {
      cases: [{ name: 'yes', when: '=input.salesOrder !== undefined' }],
    }),
    step(
      'order',
      'odata.read-records',
      'The sales order',
      {
        ...s4('API_SALES_ORDER_SRV'),
        set: 'A_SalesOrder',
        where: '={ PurchaseOrderByCustomer: input.orderReference }',
        ...{ select: 'SalesOrder', orderBy: 'SalesOrder', maxRecords: 1 },
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step(
      'deliver',
      'sap.create-delivery',
      'Outbound delivery',
      {
        connection: 'sap',
        salesOrder: '=steps.called.salesOrder ?? input.records[0].fields.SalesOrder',
        reference: '=steps.called.reference',
        lines: '=steps.called.lines',
        lookUp: 'always',
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step(
      'issue',
      'sap.post-goods-issue',
      'Goods issue',
      { connection: 'sap', delivery: '=input.delivery' },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('give', 'return', 'Delivery', {
      value:
        "={ reference: steps.called.reference, orderReference: steps.called.orderReference, number: input.delivery, system: 's4hana', status: steps.deliver.created ? 'created' : 'exists', issued: true }",
    }),
    step('unknown', 'fail', 'No such order', {
      kind: 'refused',
      code: 'order-unknown',
      message: "='The books have no sales order for ' + steps.called.orderReference + '.'",
    }),
  ],
  [
    'called.out > known',
    'known.yes > deliver',
    'known.otherwise > order',
    'order.out > deliver',
    'order.none > unknown',
    'deliver.created > issue',
    'issue.posted > give',
  ],
  [
    ['called', 'known', '', 'deliver', 'issue', 'give'],
    ['', '', 'order', 'unknown'],
  ],
);
