import type { Contract } from '../contract.ts';
import { closed, contractSchema, count, listOf, oneOf, ownedBy, text, time, yesNo } from '../parts.ts';

/** What has left for a customer, and is to stand in the books. */
export const deliveryRequest: Contract = {
  name: 'delivery-request',
  version: '1.0.0',
  title: 'Delivery request',
  description: 'Asks the books to take over that a part of an order has left.',
  schema: contractSchema(
    'DeliveryRequest',
    closed(
      {
        reference: text('What the delivery is recognised by when it is asked for again; one for each parcel.', {
          maxLength: 35,
        }),
        orderReference: text('Order it belongs to.'),
        salesOrder: text('Number of the sales order in the books, where it is known.'),
        system: text('System that keeps the sales order, as it said of itself.'),
        fulfilmentGroup: text('Part of the order that ships together.'),
        shippedAt: time('When it left.'),
        lines: listOf(
          closed(
            {
              lineId: text('Line of the order.'),
              sku: text('Article number.'),
              quantity: count('Pieces that left.', 1),
            },
            ['sku', 'quantity'],
          ),
          'What has left.',
          { minItems: 1 },
        ),
      },
      ['reference', 'orderReference', 'lines'],
    ),
  ),
  example: {
    reference: '#1042/BER-1',
    orderReference: '#1042',
    salesOrder: '4711',
    system: 'erp-europe',
    fulfilmentGroup: 'BER-1',
    lines: [{ lineId: '1', sku: 'MUG-BLUE', quantity: 2 }],
  },
};

/** What stands in the books then. */
export const delivery: Contract = {
  name: 'delivery',
  version: '1.0.0',
  title: 'Delivery',
  description: 'The delivery that stands in the books for a part of an order that has left.',
  schema: contractSchema(
    'Delivery',
    closed(
      {
        reference: text('What it is recognised by.'),
        orderReference: text('Order it belongs to.'),
        number: ownedBy('ERP', text('Number of the delivery.')),
        system: text('System that keeps it.'),
        status: ownedBy('ERP', oneOf(['created', 'exists'], 'Made by this call, or found under the reference.')),
        issued: yesNo('Whether the goods have left the stock of the books too.'),
      },
      ['reference', 'orderReference', 'number', 'system', 'status', 'issued'],
    ),
  ),
  example: {
    reference: '#1042/BER-1',
    orderReference: '#1042',
    number: '80000012',
    system: 'erp-europe',
    status: 'created',
    issued: true,
  },
};
