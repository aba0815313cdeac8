import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from '../layers/drawn.ts';
import { SHOP_REFUND } from './example.ts';
import { toCreditLines } from './scripts.ts';

const NAMED = { port: 'out', value: { order: { name: '#1042', lineItems: { nodes: [{ sku: 'MUG-BLUE' }] } } } };
const CREDITED = {
  port: 'created',
  value: {
    ...{ creditMemoRequest: '70000009', created: true, reference: 'SR-509562969', warnings: [] },
    total: { amount: '12.50', currency: 'EUR' },
  },
};
/** What "Return to refund" writes into the note of its refunds. */
const OURS = '/^RMA-/';

/** Money that somebody gave back in the shop's own screens gets its credit memo, so that shop and books agree to the cent. */
export const shopRefunds: Flow = drawn(
  {
    id: 'shop-refunds',
    name: 'Refunds of the shop',
    settings: {
      description:
        'Hears of refunds made in the shop by hand and asks finance for a credit memo of the same sum. Refunds of our own returns have theirs already.',
      owner: 'Finance',
    },
    tests: [
      {
        id: 'by-hand',
        name: 'Somebody gave 12.50 back',
        node: 'refunded',
        message: SHOP_REFUND,
        replies: { named: [NAMED], credit: [CREDITED] },
        expect: {
          path: ['money', 'whose', 'named', 'lines', 'credit', 'case'],
          outputs: { lines: { amount: '12.50', lines: [{ sku: 'MUG-BLUE', quantity: 1, amount: '12.50' }] } },
        },
      },
      {
        id: 'dinars',
        name: 'A currency of three decimals, over two lines: the last one bears what is left',
        node: 'refunded',
        message: {
          ...SHOP_REFUND,
          refund_line_items: ['MUG-BLUE', 'CAP-RED'].map((sku) => ({
            ...{ quantity: 1, subtotal: 1, total_tax: 0 },
            line_item: { sku },
          })),
          transactions: [{ kind: 'refund', status: 'success', amount: '2.125', currency: 'KWD' }],
        },
        replies: { named: [NAMED], credit: [CREDITED] },
        expect: {
          outputs: { lines: { amount: '2.125', lines: [{ amount: '1.062' }, { amount: '1.063' }] } },
        },
      },
      {
        id: 'ours',
        name: 'A refund of a return of ours',
        node: 'refunded',
        message: { ...SHOP_REFUND, note: 'RMA-3107: unwanted' },
        expect: { path: ['money', 'whose', 'ours'] },
      },
      {
        id: 'no-money',
        name: 'Goods without money',
        node: 'refunded',
        message: { ...SHOP_REFUND, transactions: [] },
        expect: { path: ['money', 'whose', 'no-money'] },
      },
      {
        id: 'money-alone',
        name: 'Money without goods: the credit memo is for an article of the order',
        node: 'refunded',
        message: { ...SHOP_REFUND, refund_line_items: [] },
        replies: { named: [NAMED], credit: [CREDITED] },
        expect: { outputs: { lines: { lines: [{ sku: 'MUG-BLUE', quantity: 1, amount: '12.50' }] } } },
      },
    ],
  },
  [
    step('refunded', 'webhook', 'Money was given back', {
      path: 'shopify/refunds',
      verify: { scheme: 'shopify', connection: 'shopify' },
      dedupe: 'X-Shopify-Webhook-Id',
      businessKey: '=input.id',
    }),
    step('money', 'map', 'How much, for what?', { script: toCreditLines }),
    step('whose', 'switch', 'Is it news to the books?', {
      cases: [
        { name: 'ours', when: `=${OURS}.test(input.note)` },
        { name: 'no-money', when: '=!input.isMoney' },
      ],
    }),
    step('ours', 'log', 'A return of ours', {
      level: 'info',
      message: "=input.note + ' has its credit memo by the return'",
    }),
    step('no-money', 'log', 'No money moved', { level: 'info', message: "='Refund ' + input.id + ' moved no money'" }),
    step('named', 'shopify.graphql', 'Which order is it of?', {
      connection: 'shopify',
      query: 'query ($id: ID!) { order(id: $id) { name lineItems(first: 1) { nodes { sku } } } }',
      variables: "={ id: 'gid://shopify/Order/' + input.order }",
    }),
    step('lines', 'set-fields', 'Lines of the credit memo', {
      mode: 'only',
      fields: [
        { path: 'order', value: '=input.order.name' },
        { path: 'amount', value: '=steps.money.amount' },
        { path: 'currency', value: '=steps.money.currency' },
        {
          path: 'lines',
          value:
            '=steps.money.lines.length > 0 ? steps.money.lines : [{ sku: input.order.lineItems.nodes[0].sku, quantity: 1, amount: steps.money.amount }]',
        },
      ],
    }),
    step(
      'credit',
      'sap.create-credit-memo',
      'Credit memo in the books',
      {
        connection: 'sap',
        reference: "='SR-' + steps.money.id",
        salesOrganization: '1010',
        soldToParty: '10100001',
        currency: '=input.currency',
        // The money has left already: nothing is to wait for.
        billingBlock: '',
        lines: '=input.lines',
      },
      { retry: { maxAttempts: 20, baseMs: 500, capMs: 300_000, jitter: 0.2 } },
    ),
    step('case', 'update-case', 'Its story tells it', {
      kind: 'order',
      key: '=steps.lines.order',
      documents: "=[{ type: 'credit memo request', id: input.creditMemoRequest, system: 'sap' }]",
      note: "=steps.lines.amount + ' ' + steps.lines.currency + ' were given back in the shop' + (steps.money.note === '' ? '.' : ': ' + steps.money.note)",
      visible: true,
    }),
  ],
  [
    'refunded.out > money',
    'money.out > whose',
    'whose.ours > ours',
    'whose.no-money > no-money',
    'whose.otherwise > named',
    'named.out > lines',
    'lines.out > credit',
    'credit.created > case',
  ],
  [
    ['refunded', 'money', 'whose', 'named', 'lines', 'credit', 'case'],
    ['', '', '', 'ours'],
    ['', '', '', 'no-money'],
  ],
);
