import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { drawn, step } from './drawn.ts';

const MONEY = { amount: '14.50', currency: 'EUR' };
const PAID = { id: 're_1', orderReference: 'RMA-3107', kind: 'refund', status: 'succeeded', amount: MONEY };
const LOST = { kind: 'transient', code: 'http-503', message: 'It did not answer (503).' } as const;

interface Payer {
  readonly head: Pick<Flow, 'id' | 'name'> & { readonly description: string; readonly owner: string };
  readonly system: string;
  readonly type: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly request: Json;
}

/**
 * Offers refunds of whoever took the money. What is refused is an answer. So is that nobody knows: it may have been paid, and then neither
 * trying again nor taking something back is right before a person has looked.
 */
function refundPayment({ head, system, type, params, request }: Payer): Flow {
  const { description, owner, ...named } = head;
  const answer = (fields: string) => `={ reference: steps.called.reference, system: '${system}', ${fields} }`;
  const given = { reference: 'RMA-3107', system };
  const fails = (fail: {
    readonly kind: 'refused' | 'transient';
    readonly code: string;
    readonly message: string;
  }) => ({
    refund: [{ fail }],
  });
  return drawn(
    {
      ...named,
      settings: { layer: 'system', description, owner, speaksFor: ['commerce'] },
      tests: [
        {
          id: 'refunded',
          name: 'Given back',
          node: 'called',
          message: request,
          replies: { refund: [{ port: 'refunded', value: PAID }] },
          expect: {
            path: ['refund', 'paid'],
            outputs: { paid: { ...given, status: 'refunded', number: 're_1', amount: MONEY } },
          },
        },
        {
          id: 'pending',
          name: 'The bank takes its time',
          node: 'called',
          message: request,
          replies: { refund: [{ port: 'refunded', value: { ...PAID, status: 'pending' } }] },
          expect: { outputs: { paid: { ...given, status: 'pending' } } },
        },
        {
          id: 'failed',
          name: 'The bank does not take it',
          node: 'called',
          message: request,
          replies: { refund: [{ port: 'failed', value: { ...PAID, status: 'failed', failure: { code: 'expired' } } }] },
          expect: { path: ['refund', 'failed'], outputs: { failed: { ...given, status: 'refused', code: 'expired' } } },
        },
        {
          id: 'refused',
          name: 'It is refused',
          node: 'called',
          message: request,
          replies: fails({ kind: 'refused', code: 'declined', message: 'Declined.' }),
          expect: {
            path: ['refund', 'how', 'refused'],
            outputs: { refused: { ...given, status: 'refused', code: 'declined', reason: 'Declined.' } },
          },
        },
        {
          id: 'unknown',
          name: 'Nobody knows whether it was paid',
          node: 'called',
          message: request,
          replies: fails(LOST),
          expect: {
            path: ['refund', 'how', 'unknown'],
            outputs: { unknown: { ...given, status: 'unknown', reason: 'It did not answer (503).' } },
          },
        },
      ],
    },
    [
      step('called', 'callable', 'Money to give back', { capability: 'refund-payment' }),
      step('refund', type, 'Give it back', { ...params }),
      step('paid', 'return', 'Given back', {
        value: answer(
          "status: input.status === 'pending' ? 'pending' : 'refunded', number: input.id, amount: input.amount",
        ),
      }),
      step('failed', 'return', 'Not taken', {
        value: answer(
          "status: 'refused', code: input.failure?.code ?? 'refund-failed', reason: input.failure?.message ?? input.failure?.code ?? 'It was not taken.'",
        ),
      }),
      step('how', 'switch', 'Refused, or unclear?', {
        cases: [{ name: 'refused', when: "=['refused', 'item'].includes(input.error.kind)" }],
      }),
      step('refused', 'return', 'Refused', {
        value: answer("status: 'refused', code: input.error.code, reason: input.error.message"),
      }),
      step('unknown', 'return', 'Nobody knows', {
        value: answer("status: 'unknown', code: input.error.code, reason: input.error.message"),
      }),
    ],
    [
      'called.out > refund',
      'refund.refunded > paid',
      'refund.failed > failed',
      'refund.error > how',
      'how.refused > refused',
      'how.otherwise > unknown',
    ],
    [
      ['called', 'refund', 'paid', ''],
      ['', '', 'failed', ''],
      ['', '', 'how', 'refused'],
      ['', '', '', 'unknown'],
    ],
  );
}

/** Offers refunds of cards. */
export const refundPaymentStripe: Flow = refundPayment({
  head: {
    id: 'refund-payment-stripe',
    name: 'Refund payment (Stripe)',
    description:
      'Offers the capability "Refund payment" by Stripe: gives money of a card back, once for each reference, all that is left or a part.',
    owner: 'Finance',
  },
  system: 'stripe',
  type: 'stripe.refund',
  params: {
    connection: 'stripe',
    paymentIntent: "=input.paymentId ?? ''",
    orderReference: '=input.reference',
    reference: '=input.reference',
    amount: '=input.amount?.amount',
    currency: '=input.amount?.currency',
  },
  request: { reference: 'RMA-3107', provider: 'stripe', paymentId: 'pi_1', amount: MONEY },
});

/** Offers refunds of the shop, which knows who was paid. */
export const refundPaymentShopify: Flow = refundPayment({
  head: {
    id: 'refund-payment-shopify',
    name: 'Refund payment (Shopify)',
    description:
      'Offers the capability "Refund payment" by the shop: gives money of an order back the way it came, once for each reference, with the goods it is given for.',
    owner: 'Online shop',
  },
  system: 'shopify',
  type: 'shopify.refund',
  params: {
    connection: 'shopify',
    order: "=input.orderId ?? ''",
    reference: '=input.reference',
    amount: "=input.amount?.amount ?? ''",
    note: '=input.reason',
    lines: '=(input.lines ?? []).map(({ lineId, quantity }) => ({ lineItem: lineId, quantity }))',
  },
  request: {
    ...{ reference: 'RMA-3107', provider: 'shopify', orderId: '450789469', amount: MONEY, reason: 'unwanted' },
    lines: [{ lineId: '466157049', quantity: 1 }],
  },
});
