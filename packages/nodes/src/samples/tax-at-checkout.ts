import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { layOut } from './layout.ts';

const BASKET: JsonObject = {
  basket: 'B-77',
  customer: 'C-1',
  currency: 'USD',
  shipTo: { street: ['123 Main Street'], city: 'Irvine', region: 'CA', postalCode: '92615', country: 'US' },
  lines: [{ id: '1', sku: 'YARN', quantity: 2, amount: '100.00' }],
};

const TAX: JsonObject = {
  code: 'x',
  recorded: false,
  created: false,
  tax: { amount: '7.75', currency: 'USD' },
  taxable: { amount: '100', currency: 'USD' },
  rate: 0.0775,
  lines: [{ id: '1', tax: '7.75', taxable: '100', rate: 0.0775 }],
};

const PLACE = "steps.asked.shipTo.country + '-' + (steps.asked.shipTo.region ?? '')";
/** Cents, rounded half up, and back: an estimate, which a person looks at. */
const estimateBy = (read: string) =>
  `(Math.round(steps.asked.lines.reduce((sum, line) => sum + Number(line.amount), 0) * ${read}.value.rate * 100) / 100).toFixed(2)`;

/** A checkout waits 800 ms for the tax; then the last rate known for the region stands in, and somebody looks at it. */
export const taxAtCheckout: Flow = {
  format: FLOW_FORMAT,
  id: 'tax-at-checkout',
  name: 'Tax at the checkout',
  nodes: [
    {
      id: 'asked',
      type: 'webhook',
      version: 1,
      name: 'The checkout asks',
      params: {
        path: 'checkout/tax',
        verify: { scheme: 'none' },
        businessKey: '=input.basket',
        respond: 'flow',
        deadlineMs: 3000,
      },
      policy: {},
    },
    {
      id: 'quote',
      type: 'avatax.quote-tax',
      version: 1,
      name: 'Ask AvaTax',
      params: {
        connection: 'avatax',
        companyCode: 'DEFAULT',
        customerCode: '=input.customer',
        currency: '=input.currency',
        shipFrom: {
          street: ['388 Townsend St'],
          city: 'San Francisco',
          region: 'CA',
          postalCode: '94107',
          country: 'US',
        },
        shipTo: '=input.shipTo',
        lines: '=input.lines',
      },
      policy: { timeoutMs: 800, retry: { maxAttempts: 1, baseMs: 100, capMs: 1000, jitter: 0 } },
    },
    {
      id: 'answer',
      type: 'respond',
      version: 1,
      name: 'Answer with the tax',
      params: { status: 200, body: '={ tax: input.tax, lines: input.lines, estimated: false }' },
      policy: {},
    },
    {
      id: 'remember',
      type: 'keep-value',
      version: 1,
      name: 'Keep the rate of the region',
      params: {
        collection: 'tax-rates',
        key: `=${PLACE}`,
        value: '={ rate: steps.quote.rate, at: new Date(run.startedAt).toISOString() }',
      },
      policy: {},
    },
    {
      id: 'last-rate',
      type: 'read-value',
      version: 1,
      name: 'The last rate known',
      params: { collection: 'tax-rates', key: `=${PLACE}` },
      policy: {},
    },
    {
      id: 'estimate',
      type: 'respond',
      version: 1,
      name: 'Answer with an estimate',
      params: {
        status: 200,
        body: `={ tax: { amount: ${estimateBy('input')}, currency: steps.asked.currency }, rate: input.value.rate, rateOf: input.value.at, estimated: true }`,
      },
      policy: {},
    },
    {
      id: 'review',
      type: 'send-event',
      version: 1,
      name: 'Somebody looks at it',
      params: {
        topic: 'tax.review',
        key: '=steps.asked.basket',
        payload: `={ basket: steps.asked.basket, customer: steps.asked.customer, currency: steps.asked.currency, shipTo: steps.asked.shipTo, lines: steps.asked.lines, estimate: ${estimateBy("steps['last-rate']")}, rate: steps['last-rate'].value.rate, reason: 'AvaTax gave no answer in time' }`,
      },
      policy: {},
    },
    {
      id: 'no-rate',
      type: 'respond',
      version: 1,
      name: 'No rate to go by',
      params: {
        status: 503,
        headers: { 'retry-after': '2' },
        body: "={ title: 'The tax cannot be told now', basket: steps.asked.basket }",
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'asked', port: 'out', to: 'quote' },
    { from: 'quote', port: 'out', to: 'answer' },
    { from: 'answer', port: 'out', to: 'remember' },
    { from: 'quote', port: 'error', to: 'last-rate' },
    { from: 'last-rate', port: 'found', to: 'estimate' },
    { from: 'last-rate', port: 'missing', to: 'no-rate' },
    { from: 'estimate', port: 'out', to: 'review' },
  ],
  layout: {
    nodes: layOut([
      ['asked', 'quote', 'answer', 'remember'],
      ['', '', 'last-rate', 'estimate', 'review'],
      ['', '', '', 'no-rate'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Answers a checkout with the tax of AvaTax within 800 ms, or with the last rate known for the region, marked for review.',
    owner: 'Online shop',
  },
  tests: [
    {
      id: 'in-time',
      name: 'AvaTax answers in time',
      node: 'asked',
      message: BASKET,
      replies: { quote: [{ port: 'out', value: TAX }] },
      expect: {
        path: ['quote', 'answer', 'remember'],
        response: { status: 200, body: { tax: { amount: '7.75' }, estimated: false } },
        outputs: { remember: { key: 'US-CA', value: { rate: 0.0775 } } },
      },
    },
    {
      id: 'too-late',
      name: 'AvaTax is too late: the last rate stands in',
      node: 'asked',
      message: BASKET,
      replies: {
        quote: [{ fail: { kind: 'transient', code: 'step-timeout', message: 'No answer within 800 ms.' } }],
        'last-rate': [
          {
            port: 'found',
            value: { key: 'US-CA', value: { rate: 0.0775, at: '2026-11-25T08:00:00Z' }, version: 4, updatedAt: null },
          },
        ],
      },
      expect: {
        path: ['quote', 'last-rate', 'estimate', 'review'],
        response: { status: 200, body: { tax: { amount: '7.75', currency: 'USD' }, estimated: true } },
        published: [{ topic: 'tax.review', key: 'B-77' }],
      },
    },
    {
      id: 'no-rate',
      name: 'Too late, and no rate to go by',
      node: 'asked',
      message: BASKET,
      replies: {
        quote: [{ fail: { kind: 'transient', code: 'http-503', message: 'Away.' } }],
        'last-rate': [{ port: 'missing', value: null }],
      },
      expect: { response: { status: 503 } },
    },
  ],
};
