import type { Contract } from '../contract.ts';
import { closed, contractSchema, count, listOf, money, oneOf, ref, text } from '../parts.ts';

/** Money that is to go back to the customer. */
export const refundRequest: Contract = {
  name: 'refund-request',
  version: '1.0.0',
  title: 'Refund request',
  description: 'Asks whoever took the money to give it back.',
  schema: contractSchema(
    'RefundRequest',
    closed(
      {
        reference: text('Number of the return, or of the order when all of it is given back.', { maxLength: 100 }),
        orderReference: text('Order the money was paid for.'),
        provider: text('Who took the money: a payment provider, or the shop.'),
        paymentId: text('Payment, as the provider calls it.'),
        orderId: text('Order, as the shop calls it.'),
        amount: ref('money', 'What is given back; all that is left of the payment when absent.'),
        reason: text('Why, for the staff.', { maxLength: 500 }),
        lines: listOf(
          closed({ lineId: text('Line, as the shop calls it.'), quantity: count('Pieces that came back.', 1) }, [
            'lineId',
            'quantity',
          ]),
          'Goods it is given for, where the shop is to know.',
        ),
      },
      ['reference', 'provider'],
    ),
    { money },
  ),
  example: {
    reference: 'RMA-3107',
    orderReference: '#1042',
    provider: 'stripe',
    paymentId: 'pi_3PzX',
    amount: { amount: '12.50', currency: 'EUR' },
    reason: 'unwanted',
  },
};

export const refund: Contract = {
  name: 'refund',
  version: '1.0.0',
  title: 'Refund',
  description: 'Whether money went back to the customer. "No" is an answer, and so is that nobody knows.',
  schema: contractSchema(
    'Refund',
    closed(
      {
        reference: text('What it was asked for by.'),
        status: oneOf(
          ['refunded', 'pending', 'refused', 'unknown'],
          'Given back, on its way, not given back, or known to nobody: then a person must look before anything follows.',
        ),
        number: text('What the provider calls the refund.'),
        system: text('Who gave it back, or did not.'),
        amount: ref('money', 'What was given back.'),
        code: text('Code of the refusal.'),
        reason: text('Why not, or why nobody knows.'),
      },
      ['reference', 'status', 'system'],
    ),
    { money },
  ),
  example: {
    reference: 'RMA-3107',
    status: 'refunded',
    number: 're_3PzX',
    system: 'stripe',
    amount: { amount: '12.50', currency: 'EUR' },
  },
};
