import type { FlowNode } from '@lockstep/schema/graph';
import { SALES_AREA, step, tell } from './nodes.ts';

const DAY_MS = 86_400_000;
const AMOUNT = '=steps.policy.amount';

/** From the authorisation to the money, and the way back. */
export const moneyNodes: readonly FlowNode[] = [
  step('authorise', 'sap.create-customer-return', 'Authorise in the ERP', {
    ...SALES_AREA,
    lines: '=steps.asked.lines.map(({ sku, quantity }) => ({ sku, quantity }))',
  }),
  step('withdraw', 'sap.reject-document', 'Withdraw the authorisation', {
    connection: 'sap',
    kind: 'customer-return',
    document: '=input.customerReturn',
    whenTooLate: 'leave',
  }),
  tell('announced', 'Goods are on their way', {
    state: 'in_transit',
    documents: '=[{ type: "customer return", id: input.customerReturn, system: "sap" }]',
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
  step('credit', 'sap.create-credit-memo', 'Request the credit memo', {
    ...SALES_AREA,
    currency: '=steps.asked.currency',
    customerReturn: '=steps.authorise.customerReturn',
    lines: '=steps.asked.lines.map(({ sku, quantity, amount }) => ({ sku, quantity, amount }))',
  }),
  step('reverse', 'sap.reject-document', 'Take the credit memo back', {
    connection: 'sap',
    kind: 'credit-memo-request',
    document: '=input.creditMemoRequest',
    whenTooLate: 'fail',
  }),
  tell('credited', 'Credit memo requested', {
    state: 'credited',
    documents: '=[{ type: "credit memo request", id: input.creditMemoRequest, system: "sap" }]',
  }),
  tell('taking-back', 'Credit memo is taken back', {
    state: 'received',
    note: 'The refund was refused: the credit memo is being taken back.',
  }),
  step('payer', 'switch', 'Who pays?', {
    cases: [{ name: 'card', when: "=steps.asked.payment.provider === 'stripe'" }],
  }),
  step('refund-card', 'stripe.refund', 'Refund the card', {
    connection: 'stripe',
    paymentIntent: '=steps.asked.payment.intent',
    orderReference: '=steps.asked.rma',
    amount: AMOUNT,
    currency: '=steps.asked.currency',
  }),
  step('refund-shop', 'shopify.refund', 'Refund in the shop', {
    connection: 'shopify',
    order: '=steps.asked.order.shopify',
    reference: '=steps.asked.rma',
    amount: AMOUNT,
    note: '=steps.asked.reason',
    lines: '=steps.asked.lines.map(({ lineItem, quantity }) => ({ lineItem, quantity }))',
  }),
  step('how', 'switch', 'Refused, or unclear?', {
    cases: [{ name: 'refused', when: "=['refused', 'item'].includes(input.error.kind)" }],
  }),
  step('unclear', 'approve', 'Was the money paid?', {
    title:
      "='Was ' + steps.policy.amount + ' ' + steps.asked.currency + ' paid back for ' + steps.asked.rma + '? Nobody answered. Look at the payments.'",
    details: '=({ error: input.error, payment: steps.asked.payment, order: steps.asked.order })',
    assignee: 'Finance',
    deadlineMs: 14 * DAY_MS,
  }),
  step('paid', 'send-event', 'The money is paid', {
    topic: 'return.refunded',
    key: '=steps.asked.rma',
    eventId: "=steps.asked.rma + '#refunded'",
    payload:
      '={ rma: steps.asked.rma, amount: steps.policy.amount, currency: steps.asked.currency, creditMemoRequest: steps.credit.creditMemoRequest, refund: input.id ?? "", by: input.by ?? "", order: steps.asked.order.name, lines: steps.asked.lines.map(({ sku, lineItem, quantity }) => ({ sku, lineItem, quantity })) }',
  }),
  tell('declined', 'Refund refused', {
    note: "='The refund was refused: ' + (input.error?.message ?? input.failure?.code ?? input.comment ?? 'no reason was given') + '.'",
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
