import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
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
  ...{ orderReference: '#1001', status: 'authorised', paymentId: 'pi_3Px', system: 'stripe' },
  amount: { amount: '114.00', currency: 'EUR' },
};
const LET_GO = { port: 'out', value: { id: 'pi_3Px', kind: 'void', status: 'succeeded' } };
/** Lets what one of the calls held go. */
const letGo = (paymentId: string, reason: string): Json =>
  `={ orderReference: steps.asked.order.reference, paymentId: ${paymentId}, reason: '${reason}' }`;

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
      layer: 'experience',
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
        replies: { hold: [{ port: 'out', value: HELD }] },
        expect: {
          path: ['order', 'check', 'hold', 'answer', 'keep', 'basket', 'checked', 'expect', 'accepted', 'yes'],
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
          hold: [{ port: 'out', value: HELD }],
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
          hold: [{ port: 'out', value: { ...HELD, status: 'declined', code: 'insufficient_funds' } }],
        },
        expect: {
          path: ['order', 'check', 'hold', 'answer', 'declined'],
          response: { status: 402, body: { status: 'declined', reason: 'insufficient_funds' } },
        },
      },
      {
        id: 'other-card',
        name: 'Sent again with another card: one hold stays',
        node: 'asked',
        message: CHECKED_OUT,
        replies: {
          hold: [{ port: 'out', value: { ...HELD, paymentId: 'pi_second' } }],
          keep: [{ port: 'stale', value: { key: '#1001', value: { payment: 'pi_3Px' }, version: 1 } }],
          second: [LET_GO],
        },
        expect: { path: ['order', 'check', 'hold', 'answer', 'keep', 'second', 'already'], response: { status: 200 } },
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
    step('hold', 'call-capability', 'Hold the money', {
      capability: 'authorise-payment',
      message:
        '={ orderReference: input.reference, paymentMethod: steps.asked.payment.method, amount: { amount: input.totals.total.amount, currency: input.currency } }',
    }),
    step('let-go', 'call-capability', 'Let the money go', {
      capability: 'void-payment',
      message: letGo('input.paymentId', 'abandoned'),
    }),
    step('answer', 'switch', 'Is it held?', {
      cases: [
        { name: 'held', when: "=input.status === 'authorised'" },
        { name: 'unproven', when: "=input.status === 'needs-action'" },
      ],
    }),
    step('declined', 'respond', 'The card is declined', {
      status: 402,
      body: "={ reference: steps.asked.order.reference, status: 'declined', reason: input.code ?? 'card_declined', message: input.reason ?? 'The card was declined.' }",
    }),
    step('unproven', 'call-capability', 'Let it go: the buyer must prove it', {
      capability: 'void-payment',
      message: letGo('input.paymentId', 'abandoned'),
    }),
    step('prove', 'respond', 'The buyer must prove it', {
      status: 402,
      body: "={ reference: steps.asked.order.reference, status: 'declined', reason: 'authentication_required', message: 'The bank wants the buyer to confirm: ask for it in the checkout, and send the order again.' }",
    }),
    step('keep', 'keep-value', 'One hold for an order', {
      collection: PAYMENTS,
      key: REFERENCE,
      value: '={ payment: input.paymentId, system: input.system, amount: input.amount }',
      when: 'unchanged',
      version: 0,
    }),
    step('second', 'call-capability', 'Let the second one go', {
      capability: 'void-payment',
      message: letGo('steps.hold.paymentId', 'duplicate'),
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
      documents: "=[{ type: 'payment', id: steps.hold.paymentId, system: steps.hold.system }]",
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
      body: `={ reference: steps.asked.order.reference, status: 'accepted', payment: steps.hold.paymentId, taxEstimated: ${ESTIMATED} }`,
    }),
  ],
  [
    'asked.out > order',
    'order.out > check',
    'check.valid > hold',
    'check.invalid > no-order',
    'hold.out > answer',
    'answer.held > keep',
    'answer.unproven > unproven',
    'answer.otherwise > declined',
    'hold.undo > let-go',
    'unproven.out > prove',
    'keep.kept > basket',
    'keep.stale > second',
    'second.out > already',
    'basket.kept > checked',
    'checked.found > expect',
    'checked.missing > expect',
    'expect.updated > accepted',
    'expect.refused > accepted',
    'accepted.out > yes',
  ],
  [
    ['asked', 'order', 'check', 'hold', 'answer', 'keep', 'basket', 'checked', 'expect', 'accepted', 'yes'],
    ['', '', 'no-order', 'let-go', '', 'second', 'already'],
    ['', '', '', '', '', 'unproven', 'prove'],
    ['', '', '', '', '', 'declined'],
  ],
);
