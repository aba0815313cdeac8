import type { Contract } from './contract.ts';
import { closed, contractSchema, identifiers, money, oneOf, ownedBy, personal, ref, text, time } from './parts.ts';

const schema = contractSchema(
  'Payment',
  closed(
    {
      id: text('Number of the payment.'),
      orderReference: text('Order it pays for.'),
      kind: oneOf(['authorisation', 'capture', 'refund', 'void', 'dispute'], 'What happened to the money.'),
      status: ownedBy('commerce', oneOf(['pending', 'succeeded', 'failed', 'cancelled'], 'How it ended.')),
      amount: ref('money', 'Always positive; the kind says which way it goes.'),
      method: text('Card, wallet, invoice, gift card.'),
      provider: text('Payment provider.'),
      parentId: text('Payment it belongs to: the authorisation of a capture, the capture of a refund.'),
      payer: personal(text('Who paid, as the provider shows it.')),
      failure: closed({ code: text('Code of the provider.'), message: text('What it means.') }, ['code']),
      at: time('When the provider did it.'),
      identifiers,
    },
    ['id', 'orderReference', 'kind', 'status', 'amount', 'at'],
  ),
  { money },
);

/** Money that moved, or was promised, for an order. */
export const payment: Contract = {
  name: 'payment',
  version: '1.0.0',
  title: 'Payment',
  description: 'Money that moved, or was promised, for an order: authorised, captured, refunded, voided, disputed.',
  schema,
  example: {
    id: 'P-7001',
    orderReference: '#1042',
    kind: 'capture',
    status: 'succeeded',
    amount: { amount: '38.65', currency: 'EUR' },
    method: 'card',
    provider: 'stripe',
    at: '2026-11-20T09:14:09Z',
    identifiers: [{ system: 'stripe', value: 'pi_3PzX' }],
  },
};
