import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from '../layers/drawn.ts';
import { BASKETS, TAX_CHECKED } from './values.ts';

const DAY_MS = 86_400_000;
const ASKED = {
  ...{ basket: 'B-77', customer: 'C-1', currency: 'USD', estimate: '7.75', reason: 'AvaTax gave no answer in time' },
  shipTo: { street: ['123 Main Street'], city: 'Irvine', region: 'CA', postalCode: '92615', country: 'US' },
  lines: [{ id: '1', sku: 'YARN', quantity: 2, amount: '100.00' }],
};
const EVENT = {
  ...{ topic: 'tax.review', key: 'B-77', eventId: 'B-77', offset: 1, receivedAt: '2026-11-22T09:00:01.000Z' },
  payload: ASKED,
};
const taxOf = (amount: string) => ({
  port: 'out',
  value: {
    ...{ reference: 'B-77', system: 'avatax', rate: 0.0775 },
    tax: { amount, currency: 'USD' },
    taxable: { amount: '100', currency: 'USD' },
    lines: [],
  },
});
const order = { port: 'found', value: { key: 'B-77', value: { reference: '#1001' }, version: 1, updatedAt: null } };

/** Whoever tells the tax, when it is back, says what the tax of an estimated basket is; where it is another, a person decides. */
export const taxReview: Flow = drawn(
  {
    id: 'tax-review',
    name: 'Review of estimated taxes',
    settings: {
      layer: 'process',
      description:
        'Asks again, for as long as it takes, what the tax of a basket is that was told an estimate. The case of its order tells the answer; where it differs, Finance decides.',
      owner: 'Finance',
    },
    tests: [
      {
        id: 'right',
        name: 'The estimate was right',
        node: 'asked',
        message: EVENT,
        replies: { quote: [taxOf('7.75')], order: [order] },
        expect: { path: ['quote', 'result', 'keep', 'order', 'case', 'differs'] },
      },
      {
        id: 'differs',
        name: 'It is more: Finance decides',
        node: 'asked',
        message: EVENT,
        replies: { quote: [taxOf('8.12')], order: [order] },
        arrivals: [{ afterMs: 3_600_000, answer: { node: 'decide', decision: 'approved', by: 'ann' } }],
        expect: { path: ['quote', 'result', 'keep', 'order', 'case', 'differs', 'decide', 'decided'] },
      },
      {
        id: 'no-order',
        name: 'The basket is no order yet',
        node: 'asked',
        message: EVENT,
        replies: { quote: [taxOf('7.75')], order: [{ port: 'missing', value: null }] },
        expect: { path: ['quote', 'result', 'keep', 'order', 'differs'] },
      },
    ],
  },
  [
    step('asked', 'on-event', 'A tax was estimated', { topic: 'tax.review', start: 'beginning' }),
    step('quote', 'call-capability', 'Ask for the tax again', {
      capability: 'quote-tax',
      message:
        '={ reference: steps.asked.key, customer: input.payload.customer, currency: input.payload.currency, shipTo: input.payload.shipTo, lines: input.payload.lines.map(({ id, sku, quantity, amount }) => ({ id, ...(sku !== undefined && { sku }), quantity, amount })) }',
    }),
    step('result', 'set-fields', 'Was it right?', {
      mode: 'only',
      fields: [
        { path: 'estimate', value: '=steps.asked.payload.estimate' },
        { path: 'tax', value: '=input.tax.amount' },
        { path: 'isRight', value: '=Number(input.tax.amount) === Number(steps.asked.payload.estimate)' },
        {
          path: 'text',
          value:
            "=Number(input.tax.amount) === Number(steps.asked.payload.estimate) ? 'Its tax was estimated, and it was right: ' + input.tax.amount + ' ' + input.tax.currency + '.' : 'Its tax was estimated at ' + steps.asked.payload.estimate + '; it is ' + input.tax.amount + ' ' + input.tax.currency + '.'",
        },
      ],
    }),
    step('keep', 'keep-value', 'For an order that comes later', { collection: TAX_CHECKED, key: '=steps.asked.key' }),
    step('order', 'read-value', 'Is it an order by now?', { collection: BASKETS, key: '=steps.asked.key' }),
    step('case', 'update-case', 'Its case knows', {
      kind: 'order',
      key: '=input.value.reference',
      note: '=steps.result.text',
    }),
    step('differs', 'switch', 'Is it another?', { cases: [{ name: 'differs', when: '=!steps.result.isRight' }] }),
    step('decide', 'approve', 'Who bears the difference?', {
      title:
        "='Basket ' + steps.asked.key + ' was told a tax of ' + steps.result.estimate + ' ' + steps.asked.payload.currency + '; it is ' + steps.result.tax + '. Bear the difference?'",
      details:
        '={ basket: steps.asked.key, estimate: steps.result.estimate, tax: steps.result.tax, reason: steps.asked.payload.reason }',
      assignee: 'Finance',
      deadlineMs: 14 * DAY_MS,
    }),
    step('decided', 'send-event', 'Write it down', {
      topic: 'tax.decided',
      key: '=steps.asked.key',
      eventId: '=steps.asked.key',
      payload:
        "={ basket: steps.asked.key, estimate: steps.result.estimate, tax: steps.result.tax, decision: input.decision ?? 'unanswered', by: input.by ?? '', comment: input.comment ?? '' }",
    }),
  ],
  [
    'asked.out > quote',
    'quote.out > result',
    'result.out > keep',
    'keep.kept > order',
    'order.found > case',
    'order.missing > differs',
    'case.updated > differs',
    'differs.differs > decide',
    'decide.approved > decided',
    'decide.rejected > decided',
    'decide.timeout > decided',
  ],
  [['asked', 'quote', 'result', 'keep', 'order', 'case', 'differs', 'decide', 'decided']],
);
