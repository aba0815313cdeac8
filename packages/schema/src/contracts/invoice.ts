import type { Contract } from './contract.ts';
import {
  address,
  closed,
  contractSchema,
  day,
  identifiers,
  listOf,
  money,
  oneOf,
  ownedBy,
  ref,
  text,
} from './parts.ts';

const line = closed(
  {
    lineId: text('Order line it charges.'),
    sku: text('Article number.'),
    description: text('As it is written on the invoice.'),
    quantity: { type: 'number', description: 'How many.' },
    unitPrice: ref('money'),
    net: ref('money', 'Without taxes.'),
    taxes: listOf(
      closed(
        {
          name: text('Name of the tax.'),
          rate: { type: 'number', minimum: 0, description: 'Share: 0.19 for 19 %.' },
          amount: ref('money'),
        },
        ['name', 'amount'],
      ),
      'Taxes of the line.',
    ),
  },
  ['description', 'quantity', 'net'],
);

const schema = contractSchema(
  'Invoice',
  closed(
    {
      number: ownedBy('ERP', text('Number of the invoice or credit memo.')),
      kind: oneOf(
        ['invoice', 'credit-memo', 'correction'],
        'A credit memo gives money back; its amounts are positive all the same.',
      ),
      orderReference: text('Order it belongs to.'),
      returnReference: text('Return it pays for.'),
      corrects: text('Number of the invoice it corrects.'),
      status: ownedBy('ERP', oneOf(['draft', 'posted', 'paid', 'cancelled'], 'Where it stands in the books.')),
      issuedOn: day('Date of the invoice.'),
      dueOn: day('Day it is to be paid.'),
      billTo: ref('address'),
      lines: listOf(line, 'What is charged.', { minItems: 1 }),
      net: ref('money', 'Sum without taxes.'),
      tax: ref('money', 'Sum of the taxes.'),
      total: ownedBy('ERP', ref('money', 'What is to be paid.')),
      identifiers,
    },
    ['number', 'kind', 'status', 'issuedOn', 'lines', 'total'],
  ),
  { money, address },
);

/** What a customer owes, or gets back, as it stands in the books. */
export const invoice: Contract = {
  name: 'invoice',
  version: '1.0.0',
  title: 'Invoice',
  description: 'What a customer owes, or gets back, as it stands in the books: invoices, credit memos, corrections.',
  schema,
  example: {
    number: '90001234',
    kind: 'invoice',
    orderReference: '#1042',
    status: 'posted',
    issuedOn: '2026-11-20',
    dueOn: '2026-12-04',
    lines: [
      {
        sku: 'MUG-BLUE',
        description: 'Mug, blue',
        quantity: 3,
        unitPrice: { amount: '12.50', currency: 'EUR' },
        net: { amount: '33.75', currency: 'EUR' },
        taxes: [{ name: 'MwSt', rate: 0.19, amount: { amount: '5.39', currency: 'EUR' } }],
      },
    ],
    net: { amount: '33.75', currency: 'EUR' },
    tax: { amount: '5.39', currency: 'EUR' },
    total: { amount: '39.14', currency: 'EUR' },
  },
};
