import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from './drawn.ts';

const MONEY = { amount: '38.65', currency: 'EUR' };
const REQUEST = { orderReference: '#1042', provider: 'stripe', paymentMethod: 'pm_card_visa', amount: MONEY };
const HELD = {
  ...{ id: 'pi_1', orderReference: '#1042', kind: 'authorisation', status: 'succeeded', amount: MONEY },
  at: '2026-11-20T09:14:09Z',
};
const TAKEN = { ...HELD, id: 'ch_1', kind: 'capture', parentId: 'pi_1' };
const answer = (fields: string) => `={ orderReference: steps.called.orderReference, system: 'stripe', ${fields} }`;

/** Offers to hold money on a card. */
export const authorisePaymentStripe: Flow = drawn(
  {
    id: 'authorise-payment-stripe',
    name: 'Authorise payment (Stripe)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Authorise payment" by Stripe: holds money on a card, once for each call. What the buyer may be told of a refusal is in the answer.',
      owner: 'Finance',
      speaksFor: [],
    },
    tests: [
      {
        id: 'held',
        name: 'The money is held',
        node: 'called',
        message: REQUEST,
        replies: { hold: [{ port: 'authorized', value: HELD }] },
        expect: {
          path: ['hold', 'held'],
          outputs: { held: { orderReference: '#1042', status: 'authorised', paymentId: 'pi_1', amount: MONEY } },
        },
      },
      {
        id: 'declined',
        name: 'The card is declined',
        node: 'called',
        message: REQUEST,
        replies: {
          hold: [
            {
              port: 'declined',
              value: { ...HELD, status: 'failed', failure: { code: 'insufficient_funds', message: 'Not enough.' } },
            },
          ],
        },
        expect: { outputs: { declined: { status: 'declined', code: 'insufficient_funds', reason: 'Not enough.' } } },
      },
      {
        id: 'proof',
        name: 'The buyer must prove that it is them',
        node: 'called',
        message: REQUEST,
        replies: {
          hold: [
            {
              port: 'needs-action',
              value: { payment: { ...HELD, status: 'pending' }, url: 'https://hooks.example.com/3ds' },
            },
          ],
        },
        expect: {
          outputs: {
            proof: { status: 'needs-action', paymentId: 'pi_1', url: 'https://hooks.example.com/3ds' },
          },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'Money to hold', { capability: 'authorise-payment' }),
    step('hold', 'stripe.authorize', 'Hold it', {
      connection: 'stripe',
      amount: '=input.amount.amount',
      currency: '=input.amount.currency',
      paymentMethod: '=input.paymentMethod',
      orderReference: '=input.orderReference',
    }),
    step('held', 'return', 'Held', {
      value: answer("status: 'authorised', paymentId: input.id, amount: input.amount"),
    }),
    step('declined', 'return', 'Declined', {
      value: answer(
        "status: 'declined', paymentId: input.id, code: input.failure?.code ?? 'declined', reason: input.failure?.message ?? 'It was declined.'",
      ),
    }),
    step('proof', 'return', 'The buyer must act', {
      value: answer(
        "status: 'needs-action', paymentId: input.payment.id, amount: input.payment.amount, ...(input.url !== null && { url: input.url })",
      ),
    }),
  ],
  ['called.out > hold', 'hold.authorized > held', 'hold.declined > declined', 'hold.needs-action > proof'],
  [
    ['called', 'hold', 'held'],
    ['', '', 'declined'],
    ['', '', 'proof'],
  ],
);

/** Offers to take what is held. */
export const capturePaymentStripe: Flow = drawn(
  {
    id: 'capture-payment-stripe',
    name: 'Capture payment (Stripe)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Capture payment" by Stripe: takes money that is held, all of it or a part; the rest is let go.',
      owner: 'Finance',
      speaksFor: [],
    },
    tests: [
      {
        id: 'taken',
        name: 'The money is taken',
        node: 'called',
        message: { orderReference: '#1042', paymentId: 'pi_1', amount: MONEY },
        replies: { take: [{ port: 'captured', value: TAKEN }] },
        expect: { path: ['take', 'give'], outputs: { give: { id: 'ch_1', kind: 'capture', amount: MONEY } } },
      },
      {
        id: 'refused',
        name: 'It is not held any more',
        node: 'called',
        message: { orderReference: '#1042', paymentId: 'pi_1' },
        replies: {
          take: [
            {
              fail: {
                kind: 'refused',
                code: 'stripe-payment-intent-unexpected-state',
                message: 'It is cancelled.',
              },
            },
          ],
        },
        expect: { status: 'exception', path: ['take'] },
      },
    ],
  },
  [
    step('called', 'callable', 'Money to take', {
      capability: 'capture-payment',
      errors: {
        'stripe-refused': 'capture-refused',
        'stripe-payment-intent-unexpected-state': 'capture-refused',
        'stripe-amount-too-large': 'capture-refused',
        'stripe-resource-missing': 'capture-refused',
      },
    }),
    step('take', 'stripe.capture', 'Take it', {
      connection: 'stripe',
      paymentIntent: '=input.paymentId',
      orderReference: '=input.orderReference',
      amount: '=input.amount?.amount',
      currency: '=input.amount?.currency',
    }),
    step('give', 'return', 'Taken', { value: '=input' }),
  ],
  ['called.out > take', 'take.captured > give'],
  [['called', 'take', 'give']],
);

/** Offers to let go what is held. */
export const voidPaymentStripe: Flow = drawn(
  {
    id: 'void-payment-stripe',
    name: 'Void payment (Stripe)',
    settings: {
      layer: 'system',
      description: 'Offers the capability "Void payment" by Stripe: lets money go that is held.',
      owner: 'Finance',
      speaksFor: [],
    },
    tests: [
      {
        id: 'free',
        name: 'The money is let go',
        node: 'called',
        message: { orderReference: '#1042', paymentId: 'pi_1', reason: 'duplicate' },
        replies: { free: [{ port: 'cancelled', value: { ...HELD, kind: 'void', parentId: 'pi_1' } }] },
        expect: { path: ['free', 'give'], outputs: { give: { kind: 'void', status: 'succeeded' } } },
      },
    ],
  },
  [
    step('called', 'callable', 'Money to let go', {
      capability: 'void-payment',
      errors: {
        'stripe-refused': 'void-refused',
        'stripe-payment-intent-unexpected-state': 'void-refused',
        'stripe-resource-missing': 'void-refused',
      },
    }),
    step('free', 'stripe.cancel', 'Let it go', {
      connection: 'stripe',
      paymentIntent: '=input.paymentId',
      orderReference: '=input.orderReference',
      reason: "=(input.reason ?? 'abandoned').replaceAll('-', '_')",
    }),
    step('give', 'return', 'Let go', { value: '=input' }),
  ],
  ['called.out > free', 'free.cancelled > give'],
  [['called', 'free', 'give']],
);
