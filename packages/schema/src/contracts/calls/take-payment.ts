import type { Contract } from '../contract.ts';
import { closed, contractSchema, money, oneOf, ref, text } from '../parts.ts';

/** Money that is to be held for an order. */
export const paymentRequest: Contract = {
  name: 'payment-request',
  version: '1.0.0',
  title: 'Payment request',
  description: 'Asks a payment provider to hold money for an order. It is taken later.',
  schema: contractSchema(
    'PaymentRequest',
    closed(
      {
        orderReference: text('Order the money is for.', { maxLength: 200 }),
        provider: text('Payment provider, where there are several.'),
        paymentMethod: text('What the customer pays with, as the provider calls it.'),
        amount: ref('money', 'How much.'),
      },
      ['orderReference', 'paymentMethod', 'amount'],
    ),
    { money },
  ),
  example: {
    orderReference: '#1042',
    provider: 'stripe',
    paymentMethod: 'pm_card_visa',
    amount: { amount: '38.65', currency: 'EUR' },
  },
};

export const paymentAuthorisation: Contract = {
  name: 'payment-authorisation',
  version: '1.0.0',
  title: 'Payment authorisation',
  description: 'Whether money is held for an order. "No" is an answer, and so is that the customer must act.',
  schema: contractSchema(
    'PaymentAuthorisation',
    closed(
      {
        orderReference: text('Order the money is for.'),
        status: oneOf(
          ['authorised', 'declined', 'needs-action'],
          'Held, refused, or the customer must prove something.',
        ),
        paymentId: text('Payment, as the provider calls it.'),
        system: text('Payment provider.'),
        amount: ref('money', 'What is held.'),
        url: { type: 'string', format: 'uri', description: 'Where the customer proves it.' },
        code: text('Code of the refusal.'),
        reason: text('What the customer may be told.'),
      },
      ['orderReference', 'status', 'system'],
    ),
    { money },
  ),
  example: {
    orderReference: '#1042',
    status: 'authorised',
    paymentId: 'pi_3PzX',
    system: 'stripe',
    amount: { amount: '38.65', currency: 'EUR' },
  },
};

/** Money that is held, and is not to be taken. */
export const paymentVoidRequest: Contract = {
  name: 'payment-void-request',
  version: '1.0.0',
  title: 'Payment void request',
  description: 'Asks a payment provider to let money go that it holds.',
  schema: contractSchema(
    'PaymentVoidRequest',
    closed(
      {
        orderReference: text('Order the money was for.', { maxLength: 200 }),
        provider: text('Payment provider, where there are several.'),
        paymentId: text('Payment that holds it, as the provider calls it.'),
        reason: oneOf(
          ['requested-by-customer', 'abandoned', 'duplicate', 'fraudulent'],
          'Why, for the provider; "abandoned" when absent.',
        ),
      },
      ['orderReference', 'paymentId'],
    ),
  ),
  example: { orderReference: '#1042', provider: 'stripe', paymentId: 'pi_3PzX', reason: 'requested-by-customer' },
};

/** Money that was held, and is to be taken. The payment (contract `payment`) is the answer. */
export const captureRequest: Contract = {
  name: 'capture-request',
  version: '1.0.0',
  title: 'Capture request',
  description: 'Asks a payment provider to take money that it holds.',
  schema: contractSchema(
    'CaptureRequest',
    closed(
      {
        orderReference: text('Order the money is for.', { maxLength: 200 }),
        provider: text('Payment provider, where there are several.'),
        paymentId: text('Payment that holds it, as the provider calls it.'),
        amount: ref('money', 'How much; all that is held when absent. The rest is let go.'),
      },
      ['orderReference', 'paymentId'],
    ),
    { money },
  ),
  example: {
    orderReference: '#1042',
    provider: 'stripe',
    paymentId: 'pi_3PzX',
    amount: { amount: '38.65', currency: 'EUR' },
  },
};
