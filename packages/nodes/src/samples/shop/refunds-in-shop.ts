import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from '../layers/drawn.ts';
import { SHOP_REFUND } from './example.ts';
import { toCreditLines } from './scripts.ts';
import { REFUNDED } from './topics.ts';

const NAMED = { port: 'out', value: { order: { name: '#1042', lineItems: { nodes: [{ sku: 'MUG-BLUE' }] } } } };
const WAY = ['money', 'named', 'told'];
const told = (payload: { readonly amount: string; readonly lines: readonly object[] }) => [
  { topic: REFUNDED, key: '#1042', payload: JSON.parse(JSON.stringify({ refund: '509562969', ...payload })) },
];

/** What the shop says of money it gave back, in words nobody else has to know the shop for. */
export const refundsInShop: Flow = drawn(
  {
    id: 'refunds-in-shop',
    name: 'Refunds of the shop (Shopify)',
    settings: {
      layer: 'system',
      description:
        'Hears of refunds of Shopify, looks up which order each is of, and tells it by its reference, with the money spread over what was sold.',
      owner: 'Online shop',
      speaksFor: ['commerce'],
    },
    tests: [
      {
        id: 'by-hand',
        name: 'Somebody gave 12.50 back',
        node: 'refunded',
        message: SHOP_REFUND,
        replies: { named: [NAMED] },
        expect: {
          path: WAY,
          published: told({ amount: '12.50', lines: [{ sku: 'MUG-BLUE', quantity: 1, amount: '12.50' }] }),
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
        replies: { named: [NAMED] },
        expect: { published: told({ amount: '2.125', lines: [{ amount: '1.062' }, { amount: '1.063' }] }) },
      },
      {
        id: 'money-alone',
        name: 'Money without goods: it is for an article of the order',
        node: 'refunded',
        message: { ...SHOP_REFUND, refund_line_items: [] },
        replies: { named: [NAMED] },
        expect: { published: told({ amount: '12.50', lines: [{ sku: 'MUG-BLUE', quantity: 1, amount: '12.50' }] }) },
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
    step('named', 'shopify.graphql', 'Which order is it of?', {
      connection: 'shopify',
      query: 'query ($id: ID!) { order(id: $id) { name lineItems(first: 1) { nodes { sku } } } }',
      variables: "={ id: 'gid://shopify/Order/' + input.order }",
    }),
    step('told', 'send-event', 'Tell it', {
      topic: REFUNDED,
      key: '=input.order.name',
      eventId: '=steps.money.id',
      payload:
        '={ refund: steps.money.id, order: input.order.name, note: steps.money.note, amount: steps.money.amount, currency: steps.money.currency, isMoney: steps.money.isMoney, lines: steps.money.lines.length > 0 ? steps.money.lines : [{ sku: input.order.lineItems.nodes[0].sku, quantity: 1, amount: steps.money.amount }] }',
    }),
  ],
  ['refunded.out > money', 'money.out > named', 'named.out > told'],
  [['refunded', 'money', 'named', 'told']],
);
