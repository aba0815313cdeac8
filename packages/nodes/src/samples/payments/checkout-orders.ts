import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from '../layers/drawn.ts';
import { SPLIT_ORDER } from '../order-to-cash/example.ts';
import { ACCEPTED } from '../order-to-cash/topics.ts';
import { BASKETS, PAID, PAYMENTS, TAX_CHECKED, TAX_ESTIMATED } from './values.ts';

const DAY_MS = 86_400_000;
const REFERENCE = '=steps.asked.order.reference';
const ESTIMATED = 'steps.asked.taxEstimated === true';

/** What the checkout sends: the canonical order, how it is paid, and whether its tax is an estimate. */
export const CHECKED_OUT = {
  order: SPLIT_ORDER,
  basket: 'B-77',
  payment: { method: 'pm_card_visa' },
  taxEstimated: false,
};
const HELD = {
  id: 'pi_3Px',
  orderReference: '#1001',
  kind: 'authorisation',
  status: 'succeeded',
  amount: { amount: '114.00', currency: 'EUR' },
  provider: 'stripe',
};

/** The order, marked where its tax is an estimate: whoever works with it sees that. */
const MARK = `type Row = Record<string, any>;

export default function map(input: { order: Row; taxEstimated?: boolean }) {
  const { order } = input;
  const { tags = [] } = order ?? {};
  return input.taxEstimated === true ? { ...order, tags: [...new Set([...tags, '${TAX_ESTIMATED}'])] } : order;
}
`;

/**
 * An order of the checkout is accepted once its money is held: no order without money, no money without an order. One order holds
 * one amount however often, and with whatever cards, it is sent.
 */
export const checkoutOrders: Flow = drawn(
  {
    id: 'checkout-orders',
    name: 'Orders of the checkout',
    settings: {
      description:
        'Holds the money of an order and accepts it: 201 accepted, 402 when the card is declined, 422 when it is no order. What is held for an order that is not accepted is let go.',
      owner: 'Online shop',
    },
    tests: [
      {
        id: 'accepted',
        name: 'The money is held',
        node: 'asked',
        message: CHECKED_OUT,
        replies: { hold: [{ port: 'authorized', value: HELD }] },
        expect: {
          path: ['order', 'check', 'hold', 'keep', 'basket', 'checked', 'expect', 'accepted', 'yes'],
          response: { status: 201, body: { reference: '#1001', status: 'accepted', taxEstimated: false } },
          published: [{ topic: ACCEPTED, key: '#1001' }],
        },
      },
      {
        id: 'estimated',
        name: 'Its tax is an estimate: the order says so',
        node: 'asked',
        message: { ...CHECKED_OUT, taxEstimated: true },
        replies: {
          hold: [{ port: 'authorized', value: HELD }],
          checked: [{ port: 'missing', value: null }],
        },
        expect: {
          response: { status: 201, body: { taxEstimated: true } },
          published: [{ topic: ACCEPTED, key: '#1001', payload: { tags: [TAX_ESTIMATED] } }],
        },
      },
      {
        id: 'declined',
        name: 'The card is declined: nothing is accepted',
        node: 'asked',
        message: CHECKED_OUT,
        replies: {
          hold: [{ port: 'declined', value: { ...HELD, status: 'failed', failure: { code: 'insufficient_funds' } } }],
        },
        expect: {
          path: ['order', 'check', 'hold', 'declined'],
          response: { status: 402, body: { status: 'declined', reason: 'insufficient_funds' } },
        },
      },
      {
        id: 'other-card',
        name: 'Sent again with another card: one hold stays',
        node: 'asked',
        message: CHECKED_OUT,
        replies: {
          hold: [{ port: 'authorized', value: { ...HELD, id: 'pi_second' } }],
          keep: [{ port: 'stale', value: { key: '#1001', value: { intent: 'pi_3Px' }, version: 1 } }],
          second: [{ port: 'cancelled', value: { ...HELD, id: 'pi_second', kind: 'void' } }],
        },
        expect: { path: ['order', 'check', 'hold', 'keep', 'second', 'already'], response: { status: 200 } },
      },
      {
        id: 'no-order',
        name: 'Something that is no order',
        node: 'asked',
        message: { ...CHECKED_OUT, order: { reference: '#1001' } },
        expect: { path: ['order', 'check', 'no-order'], response: { status: 422 } },
      },
    ],
  },
  [
    step('asked', 'webhook', 'The checkout sends an order', {
      path: 'checkout/orders',
      verify: { scheme: 'none' },
      // Another card is another attempt.
      dedupe: "=input.order.reference + '/' + input.payment.method",
      businessKey: '=input.order.reference',
      respond: 'flow',
      deadlineMs: 15_000,
    }),
    step('order', 'map', 'The order', { script: MARK }),
    step('check', 'check-contract', 'Is it an order?', { contract: 'order@1' }),
    step('no-order', 'respond', 'It is none', {
      status: 422,
      body: "={ reference: steps.asked.order?.reference ?? null, status: 'refused', reason: (input.issues[0].path || 'It') + ' ' + input.issues[0].message }",
    }),
    step('hold', 'stripe.authorize', 'Hold the money', {
      connection: 'stripe',
      amount: '=input.totals.total.amount',
      currency: '=input.currency',
      paymentMethod: '=steps.asked.payment.method',
      orderReference: REFERENCE,
    }),
    step('let-go', 'stripe.cancel', 'Let the money go', {
      connection: 'stripe',
      paymentIntent: '=input.id',
      orderReference: REFERENCE,
    }),
    step('declined', 'respond', 'The card is declined', {
      status: 402,
      body: "={ reference: steps.asked.order.reference, status: 'declined', reason: input.failure?.code ?? 'card_declined', message: input.failure?.message ?? 'The card was declined.' }",
    }),
    step('unproven', 'stripe.cancel', 'Let it go: the buyer must prove it', {
      connection: 'stripe',
      paymentIntent: '=input.payment.id',
      orderReference: REFERENCE,
    }),
    step('prove', 'respond', 'The buyer must prove it', {
      status: 402,
      body: "={ reference: steps.asked.order.reference, status: 'declined', reason: 'authentication_required', message: 'The bank wants the buyer to confirm: ask for it in the checkout, and send the order again.' }",
    }),
    step('keep', 'keep-value', 'One hold for an order', {
      collection: PAYMENTS,
      key: REFERENCE,
      value: '={ intent: input.id, amount: input.amount.amount, currency: input.amount.currency }',
      when: 'unchanged',
      version: 0,
    }),
    step('second', 'stripe.cancel', 'Let the second one go', {
      connection: 'stripe',
      paymentIntent: '=steps.hold.id',
      orderReference: REFERENCE,
      reason: 'duplicate',
    }),
    step('already', 'respond', 'Accepted before', {
      status: 200,
      body: "={ reference: steps.asked.order.reference, status: 'accepted', before: true }",
    }),
    step('basket', 'keep-value', 'The order of the basket', {
      collection: BASKETS,
      key: '=steps.asked.basket ?? steps.asked.order.reference',
      value: '={ reference: steps.asked.order.reference }',
    }),
    step('checked', 'read-value', 'Is its tax known meanwhile?', {
      collection: TAX_CHECKED,
      key: '=steps.asked.basket ?? steps.asked.order.reference',
    }),
    step('expect', 'update-case', 'The money is to be taken', {
      kind: 'order',
      key: REFERENCE,
      documents: "=[{ type: 'payment', id: steps.hold.id, system: 'stripe' }]",
      // A bank holds money for seven days.
      expected: [{ name: PAID, withinMs: 6 * DAY_MS }],
      note: `=${ESTIMATED} ? (steps.checked?.value?.text ?? 'Its tax is an estimate (${TAX_ESTIMATED}).') : 'The money is held.'`,
    }),
    step('accepted', 'send-event', 'It is accepted', {
      topic: ACCEPTED,
      key: REFERENCE,
      eventId: '=steps.asked.order.externalId ?? steps.asked.order.reference',
      payload: '=steps.order',
    }),
    step('yes', 'respond', 'Accepted', {
      status: 201,
      body: `={ reference: steps.asked.order.reference, status: 'accepted', payment: steps.hold.id, taxEstimated: ${ESTIMATED} }`,
    }),
  ],
  [
    'asked.out > order',
    'order.out > check',
    'check.valid > hold',
    'check.invalid > no-order',
    'hold.authorized > keep',
    'hold.declined > declined',
    'hold.needs-action > unproven',
    'hold.undo > let-go',
    'unproven.cancelled > prove',
    'keep.kept > basket',
    'keep.stale > second',
    'second.cancelled > already',
    'basket.kept > checked',
    'checked.found > expect',
    'checked.missing > expect',
    'expect.updated > accepted',
    'expect.refused > accepted',
    'accepted.out > yes',
  ],
  [
    ['asked', 'order', 'check', 'hold', 'keep', 'basket', 'checked', 'expect', 'accepted', 'yes'],
    ['', '', 'no-order', '', 'declined', 'second', 'already'],
    ['', '', '', 'let-go', 'unproven', 'prove'],
  ],
);
