import type { Flow } from '@lockstep/schema/graph';
import { bcFound, bcRead, equals, RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

const REQUEST = { reference: '#1001-1', orderReference: '#1001' };
const ORDER = { id: '7ce0af2e-0963-460f-9b1f-0014aea3e117', number: '101005', currencyCode: 'EUR' };
const INVOICE = {
  ...{ id: '9e0f5c9c-44e3-ea11-bb43-000d3a2feca1', number: 'PS-INV101005', currencyCode: 'EUR', status: 'Open' },
  ...{ invoiceDate: '2026-11-23', dueDate: '2026-12-07', totalAmountExcludingTax: 25, totalAmountIncludingTax: 25 },
};
const LINE = { lineObjectNumber: 'MUG-BLUE', description: 'Mug, blue', quantity: 2, unitPrice: 12.5, netAmount: 25 };

/** An invoice there is already, else the order that is to become one, and what that comes to. */
const FOUND = `type Row = Record<string, any>;

export default function map(input: { results: { value: Row[] }[] }, ctx: any) {
  const [orders, invoices, shipments] = input.results.map(({ value }) => value);
  if (ctx.steps.called.delivery === undefined) return { order: orders[0] ?? null, invoice: invoices[0] ?? null };
  // What is shipped is invoiced with it, under the same reference.
  const mine = shipments[0]?.customerPurchaseOrderReference;
  const invoice = invoices.find((one) => mine !== undefined && one.customerPurchaseOrderReference === mine);
  return { order: null, invoice: invoice ?? null };
}
`;
const SUM = `type Row = Record<string, any>;

export default function map(input: { results: { value: Row[] }[] }, ctx: any) {
  const asked = ctx.steps.called;
  const { order } = ctx.steps.found;
  const cents = input.results[0].value.reduce((sum, line) => sum + Math.round(Number(line.netAmount ?? 0) * 100), 0);
  const comesTo = (cents / 100).toFixed(2);
  const currency = order.currencyCode || 'EUR';
  const isOther = asked.total !== undefined && (Number(asked.total.amount) !== Number(comesTo) || asked.total.currency !== currency);
  return { order, comesTo, currency, isOther };
}
`;
const GIVE = `type Row = Record<string, any>;

export default function map(input: { results: { value: Row[] }[] }, ctx: any) {
  const invoice = ctx.steps.posted?.invoice ?? ctx.steps.found.invoice;
  const currency = invoice.currencyCode || 'EUR';
  const money = (amount: number) => ({ amount: Number(amount ?? 0).toFixed(2), currency });
  return {
    number: invoice.number,
    kind: 'invoice',
    orderReference: ctx.steps.called.orderReference,
    status: invoice.status === 'Paid' ? 'paid' : 'posted',
    issuedOn: invoice.invoiceDate,
    dueOn: invoice.dueDate,
    lines: input.results[0].value.map((line) => ({
      sku: line.lineObjectNumber,
      description: line.description || line.lineObjectNumber,
      quantity: line.quantity,
      unitPrice: money(line.unitPrice),
      net: money(line.netAmount),
    })),
    net: money(invoice.totalAmountExcludingTax),
    total: money(invoice.totalAmountIncludingTax),
    identifiers: [{ system: 'business-central', value: invoice.number }],
  };
}
`;
const read = (id: string, name: string, requests: string) =>
  step(
    id,
    'business-central.batch',
    name,
    { connection: 'business-central', requests },
    { strategy: 'upsert', retry: RETRY, timeoutMs: 15_000 },
  );
const linesOf = (entity: string, id: string) => bcRead({ entity, filter: `'documentId eq ' + ${id}` });
const invoices = { entity: 'salesInvoices', filter: equals('externalDocumentNumber', 'steps.called.orderReference') };

/** Offers invoices of Business Central: of a part that was shipped, or of the whole order, which is shipped then. */
export const createInvoiceBc: Flow = drawn(
  {
    id: 'create-invoice-business-central',
    name: 'Create invoice (Business Central)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Create invoice" by Business Central: gives the invoice of a delivery, or ships and invoices the whole sales order, once; a sum that differs is refused before anything is posted.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'posted',
        name: 'The order is posted',
        node: 'called',
        message: { ...REQUEST, total: { amount: '25.00', currency: 'EUR' } },
        replies: {
          find: [bcFound([ORDER], [], [])],
          'order-lines': [bcFound([LINE])],
          post: [{ port: 'done', value: { results: [null] } }],
          again: [bcFound([INVOICE])],
          lines: [bcFound([LINE])],
        },
        expect: {
          path: [
            'find',
            'found',
            'state',
            'order-lines',
            'sum',
            'fits',
            'post',
            'again',
            'posted',
            'there',
            'lines',
            'shape',
            'give',
          ],
          outputs: {
            give: {
              ...{ number: 'PS-INV101005', kind: 'invoice', status: 'posted', issuedOn: '2026-11-23' },
              total: { amount: '25.00', currency: 'EUR' },
            },
          },
        },
      },
      {
        id: 'lost',
        name: 'It was posted by an attempt whose answer was lost: the order is gone, its invoice is there',
        node: 'called',
        message: REQUEST,
        replies: {
          find: [bcFound([ORDER], [], [])],
          'order-lines': [bcFound([LINE])],
          post: [
            {
              port: 'rolled-back',
              value: {
                failed: [{ index: 0, status: 404, code: 'Internal_RecordNotFound', message: 'It does not exist.' }],
              },
            },
          ],
          again: [bcFound([INVOICE])],
          lines: [bcFound([LINE])],
        },
        expect: { outputs: { give: { number: 'PS-INV101005', total: { amount: '25.00', currency: 'EUR' } } } },
      },
      {
        id: 'there',
        name: 'It was invoiced already',
        node: 'called',
        message: REQUEST,
        replies: { find: [bcFound([], [INVOICE], [])], lines: [bcFound([LINE])] },
        expect: {
          path: ['find', 'found', 'state', 'lines', 'shape', 'give'],
          outputs: { give: { number: 'PS-INV101005' } },
        },
      },
      {
        id: 'part',
        name: 'A part that was shipped: its invoice is there, others are not meant',
        node: 'called',
        message: { ...REQUEST, delivery: 'PS-SHPT101005-2' },
        replies: {
          find: [
            bcFound(
              [ORDER],
              [INVOICE, { ...INVOICE, number: 'PS-INV101005-2', customerPurchaseOrderReference: '#1001/WM2' }],
              [{ number: 'PS-SHPT101005-2', customerPurchaseOrderReference: '#1001/WM2' }],
            ),
          ],
          lines: [bcFound([LINE])],
        },
        expect: { outputs: { give: { number: 'PS-INV101005-2' } } },
      },
      {
        id: 'differs',
        name: 'It comes to another sum: nothing is posted',
        node: 'called',
        message: { ...REQUEST, total: { amount: '24.99', currency: 'EUR' } },
        replies: { find: [bcFound([ORDER], [], [])], 'order-lines': [bcFound([LINE])] },
        expect: {
          status: 'exception',
          path: ['find', 'found', 'state', 'order-lines', 'sum', 'fits', 'other-sum'],
          exception: { code: 'total-differs' },
        },
      },
      {
        id: 'unknown',
        name: 'Nobody knows the order',
        node: 'called',
        message: REQUEST,
        replies: { find: [bcFound([], [], [])] },
        expect: { status: 'exception', exception: { code: 'order-unknown' } },
      },
    ],
  },
  [
    step('called', 'callable', 'What is to be charged', { capability: 'create-invoice' }),
    read(
      'find',
      'Order or invoice',
      bcRead({ entity: 'salesOrders', filter: equals('externalDocumentNumber', 'input.orderReference') }, invoices, {
        entity: 'salesShipments',
        filter: equals('number', "input.delivery ?? ''"),
      }),
    ),
    step('found', 'map', 'What is there?', { script: FOUND }),
    step('state', 'switch', 'Where does it stand?', {
      cases: [
        { name: 'invoiced', when: '=input.invoice !== null' },
        { name: 'ordered', when: '=input.order !== null' },
      ],
    }),
    read('order-lines', 'Lines of the order', linesOf('salesOrderLines', 'input.order.id')),
    step('sum', 'map', 'What does it come to?', { script: SUM }),
    step('fits', 'switch', 'Is it the sum?', { cases: [{ name: 'other', when: '=input.isOther' }] }),
    step(
      'post',
      'business-central.batch',
      'Ship and invoice',
      {
        connection: 'business-central',
        requests: "=[{ method: 'POST', url: 'salesOrders(' + input.order.id + ')/Microsoft.NAV.shipAndInvoice' }]",
      },
      // An order that is posted is gone: sending again is refused, and its invoice is there.
      { strategy: 'upsert', retry: RETRY, timeoutMs: 60_000 },
    ),
    read('again', 'The posted invoice', bcRead(invoices)),
    step('posted', 'map', 'Is it there?', {
      script:
        'export default function map(input: any) {\n  return { invoice: input.results[0].value[0] ?? null };\n}\n',
    }),
    step('there', 'switch', 'Was it posted?', { cases: [{ name: 'yes', when: '=input.invoice !== null' }] }),
    read('lines', 'Lines of the invoice', linesOf('salesInvoiceLines', 'input.invoice.id')),
    step('shape', 'map', 'As everybody knows invoices', { script: GIVE }),
    step('give', 'return', 'Invoice', { value: '=input' }),
    step('unknown', 'fail', 'No such order', {
      kind: 'refused',
      code: 'order-unknown',
      message: "='The books have no sales order for ' + steps.called.orderReference + '.'",
    }),
    step('other-sum', 'fail', 'Another sum', {
      kind: 'refused',
      code: 'total-differs',
      message:
        "='It comes to ' + input.comesTo + ' ' + input.currency + ', not to ' + steps.called.total.amount + ' ' + steps.called.total.currency + '.'",
    }),
    step('not-posted', 'fail', 'It was not posted', {
      kind: 'refused',
      code: 'not-posted',
      message: "='Business Central did not post the order of ' + steps.called.orderReference + '.'",
    }),
  ],
  [
    'called.out > find',
    'find.done > found',
    'found.out > state',
    'state.invoiced > lines',
    'state.ordered > order-lines',
    'state.otherwise > unknown',
    'order-lines.done > sum',
    'sum.out > fits',
    'fits.other > other-sum',
    'fits.otherwise > post',
    'post.done > again',
    'post.rolled-back > again',
    'again.done > posted',
    'posted.out > there',
    'there.yes > lines',
    'there.otherwise > not-posted',
    'lines.done > shape',
    'shape.out > give',
  ],
  [
    [
      'called',
      'find',
      'found',
      'state',
      'order-lines',
      'sum',
      'fits',
      'post',
      'again',
      'posted',
      'there',
      'lines',
      'shape',
      'give',
    ],
    ['', '', '', '', 'unknown', '', '', 'other-sum', '', '', '', 'not-posted'],
  ],
);
