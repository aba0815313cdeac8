import type { FlowNode } from '@lockstep/schema/graph';
import { step, tell } from './nodes.ts';

const DAY_MS = 86_400_000;
/** What is given back, in the words of whoever took the money. */
const REFUND = `={
  reference: steps.asked.rma,
  orderReference: steps.asked.order.name,
  provider: steps.asked.payment.provider,
  ...(steps.asked.payment.intent !== undefined && { paymentId: steps.asked.payment.intent }),
  orderId: String(steps.asked.order.shopify),
  amount: { amount: steps.policy.amount, currency: steps.asked.currency },
  reason: steps.asked.reason,
  lines: steps.asked.lines.map(({ lineItem, quantity }) => ({ lineId: String(lineItem), quantity }))
}`;

/** From the authorisation to the money, and the way back. */
export const moneyNodes: readonly FlowNode[] = [
  step('authorise', 'call-capability', 'Authorise in the books', {
    capability: 'authorise-return',
    message:
      "={ rma: steps.asked.rma, orderReference: steps.asked.order.name, soldBy: steps.asked.order.salesOrganization, status: 'approved', requestedAt: new Date(steps.asked.requestedAt).toISOString(), lines: steps.asked.lines.map(({ sku, quantity }) => ({ sku, quantity })) }",
  }),
  step('withdraw', 'call-capability', 'Withdraw the authorisation', {
    capability: 'withdraw-return',
    message: '={ rma: steps.asked.rma, number: input.number }',
  }),
  step('may', 'switch', 'May it come back?', {
    cases: [{ name: 'authorised', when: "=input.decision === 'authorised'" }],
  }),
  step('not-authorised', 'fail', 'The books say no', {
    kind: 'refused',
    code: 'return-not-authorised',
    message: "='The books do not take ' + steps.asked.rma + ': ' + (input.reason ?? 'no reason was given') + '.'",
  }),
  tell('announced', 'Goods are on their way', {
    state: 'in_transit',
    documents: '=[{ type: "customer return", id: input.number, system: input.system }]',
    expected: [{ name: 'received', withinMs: 14 * DAY_MS }],
    visible: true,
  }),
  step('back', 'wait-for-event', 'Goods are back', {
    topic: 'return.received',
    key: '=steps.asked.rma',
    from: 'kept',
    timeoutMs: 14 * DAY_MS,
  }),
  tell('overdue', 'They never came', {
    state: 'cancelled',
    note: 'The goods did not come back in 14 days.',
    visible: true,
  }),
  step('not-back', 'fail', 'Goods never came', {
    kind: 'refused',
    code: 'goods-not-back',
    message: "='The goods of ' + steps.asked.rma + ' did not come back in 14 days.'",
  }),
  tell('arrived', 'Goods received', {
    state: 'received',
    reached: [{ name: 'received' }],
    expected: [{ name: 'refunded', withinMs: 2 * DAY_MS }],
    visible: true,
  }),
  step('credit', 'call-capability', 'Request the credit memo', {
    capability: 'create-credit-memo',
    message:
      '={ reference: steps.asked.rma, orderReference: steps.asked.order.name, soldBy: steps.asked.order.salesOrganization, returnNumber: steps.authorise.number, currency: steps.asked.currency, lines: steps.asked.lines.map(({ sku, quantity, amount }) => ({ sku, quantity, amount })) }',
  }),
  step('reverse', 'call-capability', 'Take the credit memo back', {
    capability: 'cancel-credit-memo',
    message: '={ reference: steps.asked.rma, number: input.number }',
  }),
  tell('credited', 'Credit memo requested', {
    state: 'credited',
    documents: '=[{ type: "credit memo request", id: input.number, system: input.system }]',
  }),
  tell('taking-back', 'Credit memo is taken back', {
    state: 'received',
    note: 'The refund was refused: the credit memo is being taken back.',
  }),
  step('refund', 'call-capability', 'Give the money back', {
    capability: 'refund-payment',
    message: REFUND,
  }),
  step('how', 'switch', 'Paid, refused, or unclear?', {
    cases: [
      { name: 'paid', when: "=['refunded', 'pending'].includes(input.status)" },
      { name: 'refused', when: "=input.status === 'refused'" },
    ],
  }),
  step('unclear', 'approve', 'Was the money paid?', {
    title:
      "='Was ' + steps.policy.amount + ' ' + steps.asked.currency + ' paid back for ' + steps.asked.rma + '? Nobody answered. Look at the payments.'",
    details:
      "=({ reason: input.reason ?? input.error?.message ?? '', payment: steps.asked.payment, order: steps.asked.order })",
    assignee: 'Finance',
    deadlineMs: 14 * DAY_MS,
  }),
  step('paid', 'send-event', 'The money is paid', {
    topic: 'return.refunded',
    key: '=steps.asked.rma',
    eventId: "=steps.asked.rma + '#refunded'",
    payload:
      '={ rma: steps.asked.rma, amount: steps.policy.amount, currency: steps.asked.currency, creditMemoRequest: steps.credit.number, refund: input.number ?? "", system: input.system ?? "", by: input.by ?? "", order: steps.asked.order.name, lines: steps.asked.lines.map(({ sku, lineItem, quantity }) => ({ sku, lineItem, quantity })) }',
  }),
  tell('declined', 'Refund refused', {
    note: "='The refund was refused: ' + (input.reason ?? input.comment ?? 'no reason was given') + '.'",
  }),
  step('not-refunded', 'fail', 'Money was not given back', {
    kind: 'refused',
    code: 'return-not-refunded',
    message: "='The money of ' + steps.asked.rma + ' was not given back: the credit memo is taken back too.'",
  }),
  tell('nobody-knows', 'Nobody knows', {
    note: 'Nobody said whether the money was paid. The credit memo stands; somebody must look at the payments.',
  }),
];
