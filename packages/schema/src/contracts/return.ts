import type { Contract } from './contract.ts';
import {
  address,
  closed,
  contractSchema,
  count,
  identifiers,
  listOf,
  money,
  oneOf,
  ownedBy,
  ref,
  text,
  time,
} from './parts.ts';

const line = closed(
  {
    lineId: text('Order line it came from.'),
    sku: text('Article number.'),
    quantity: count('Pieces announced.', 1),
    received: count('Pieces that came back.'),
    reason: oneOf(['unwanted', 'wrong-size', 'defective', 'damaged', 'wrong-item', 'late', 'other'], 'Why.'),
    condition: oneOf(['new', 'used', 'damaged', 'missing'], 'As found at the goods receipt.'),
    refund: ref('money', 'What is paid back for it.'),
  },
  ['sku', 'quantity'],
);

const schema = contractSchema(
  'Return',
  closed(
    {
      rma: text('Number of the return, written on the label.'),
      orderReference: text('Order it comes from.'),
      soldBy: text('Company or sales organisation that sold it, where the books need not have the order itself.'),
      status: ownedBy(
        'fulfilment',
        oneOf(
          ['requested', 'approved', 'declined', 'in-transit', 'received', 'refunded', 'closed', 'cancelled'],
          'Where it stands.',
        ),
      ),
      outcome: oneOf(['refund', 'exchange', 'store-credit', 'repair'], 'What the customer gets.'),
      lines: listOf(line, 'What comes back.', { minItems: 1 }),
      refund: ownedBy('ERP', ref('money', 'What is paid back in all, shipping and fees settled.')),
      fee: ref('money', 'What is kept for handling.'),
      creditMemo: ownedBy('ERP', text('Number of the credit memo.')),
      from: ref('address', 'Where it is collected.'),
      to: text('Warehouse it goes to.'),
      note: text('What the customer wrote.'),
      requestedAt: time('When the customer asked for it.'),
      receivedAt: time('When the goods were there.'),
      refundedAt: time('When the money was on its way.'),
      identifiers,
    },
    ['rma', 'orderReference', 'status', 'lines', 'requestedAt'],
  ),
  { money, address },
);

/** Goods that come back, and the money that goes back for them. */
export const returns: Contract = {
  name: 'return',
  version: '1.1.0',
  title: 'Return',
  description: 'Goods that come back, and the money that goes back for them.',
  schema,
  example: {
    rma: 'RMA-3107',
    orderReference: '#1042',
    status: 'received',
    outcome: 'refund',
    lines: [
      {
        lineId: '14124995321452',
        sku: 'MUG-BLUE',
        quantity: 1,
        received: 1,
        reason: 'unwanted',
        condition: 'new',
        refund: { amount: '12.50', currency: 'EUR' },
      },
    ],
    refund: { amount: '12.50', currency: 'EUR' },
    requestedAt: '2026-11-24T10:00:00Z',
    receivedAt: '2026-11-26T08:30:00Z',
  },
};
