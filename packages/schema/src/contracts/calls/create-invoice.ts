import type { Contract } from '../contract.ts';
import { closed, contractSchema, count, day, listOf, money, ref, text } from '../parts.ts';

/** What is to be charged. The invoice as it stands in the books is the answer (contract `invoice`). */
export const invoiceRequest: Contract = {
  name: 'invoice-request',
  version: '1.1.0',
  title: 'Invoice request',
  description: 'Asks for the invoice of an order, or of the part of it that was shipped.',
  schema: contractSchema(
    'InvoiceRequest',
    closed(
      {
        reference: text('What the invoice is recognised by when it is asked for again.'),
        orderReference: text('Order it charges.'),
        salesOrder: text('Number of the sales order in the books, where it is known.'),
        system: text('System that keeps the sales order, as it said of itself.'),
        delivery: text('Number of the delivery it charges, where it is known.'),
        fulfilmentGroup: text('Part of the order that was shipped together.'),
        issuedOn: day('Date it is to have; today when absent.'),
        lines: listOf(
          closed(
            {
              lineId: text('Line of the order.'),
              sku: text('Article number.'),
              quantity: count('Pieces to charge.', 1),
            },
            ['sku', 'quantity'],
          ),
          'What is charged; all of the sales order when absent.',
          { minItems: 1 },
        ),
        total: ref('money', 'What it must come to; a different sum is refused.'),
      },
      ['reference', 'orderReference'],
    ),
    { money },
  ),
  example: {
    reference: '#1042-1',
    orderReference: '#1042',
    salesOrder: '4711',
    lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
  },
};
