import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { drawn, step } from '../layers/drawn.ts';
import { shopifyToOrder } from '../maps/shopify-to-order.ts';
import { SPLIT_ORDER } from '../order-to-cash/example.ts';
import { ACCEPTED } from '../order-to-cash/topics.ts';
import { shopOrderExample } from './example.ts';
import { whatChanged } from './scripts.ts';
import { CANCEL_ASKED } from './topics.ts';

const LAST: Json = { order: SPLIT_ORDER, rank: '2026-11-20T08:14:05.000Z' };
const known = { port: 'found', value: { key: '1', value: LAST, version: 1, updatedAt: null } };
const CHANGED = { ...shopOrderExample('#1001'), updated_at: '2026-11-20T12:00:00+01:00', note: 'Ring twice.' };

/**
 * What happens to an order in the shop after it was sold. The newest state of each order is kept; what is different is told to its
 * case and to a person, a cancellation to whoever cancels orders. News out of order, or told again, changes nothing.
 */
export const orderChanges: Flow = drawn(
  {
    id: 'order-changes',
    name: 'Changes of orders in the shop',
    settings: {
      layer: 'system',
      description:
        'Hears of orders that were edited or cancelled in the shop. What concerns their delivery goes before a person, a cancellation is asked for; older news changes nothing.',
      owner: 'Order operations',
      lane: { key: '=String(input.id)', name: 'Order' },
    },
    tests: [
      {
        id: 'first',
        name: 'Edited at once: held against what was accepted',
        node: 'changed',
        message: CHANGED,
        replies: {
          before: [{ port: 'missing', value: null }],
          sold: [{ port: 'received', value: { payload: SPLIT_ORDER } }],
          person: [{ port: 'out', value: { runId: 'r', flowId: 'order-gaps', version: 1 } }],
        },
        expect: { path: ['check', 'order', 'before', 'sold', 'news', 'old', 'keep', 'what', 'person'] },
      },
      {
        id: 'unknown',
        name: 'An order nobody accepted here',
        node: 'changed',
        message: CHANGED,
        replies: { before: [{ port: 'missing', value: null }], sold: [{ port: 'timeout', value: null }] },
        expect: { path: ['check', 'order', 'before', 'sold', 'news', 'old', 'keep', 'what'] },
      },
      {
        id: 'edited',
        name: 'Edited in the shop',
        node: 'changed',
        message: CHANGED,
        replies: {
          before: [known],
          person: [{ port: 'out', value: { runId: 'r', flowId: 'order-gaps', version: 1 } }],
        },
        expect: { path: ['check', 'order', 'before', 'news', 'old', 'keep', 'what', 'person'] },
      },
      {
        id: 'cancelled',
        name: 'Cancelled in the shop',
        node: 'changed',
        message: { ...CHANGED, cancelled_at: '2026-11-20T12:00:00+01:00' },
        replies: { before: [known] },
        expect: {
          path: ['check', 'order', 'before', 'news', 'old', 'keep', 'what', 'cancel'],
          published: [{ topic: CANCEL_ASKED, key: '#1001' }],
        },
      },
      {
        id: 'old',
        name: 'Older news than we have',
        node: 'changed',
        message: { ...CHANGED, updated_at: '2026-11-19T12:00:00+01:00' },
        replies: { before: [known] },
        expect: { path: ['check', 'order', 'before', 'news', 'old', 'stale'] },
      },
    ],
  },
  [
    step('changed', 'webhook', 'An order was changed', {
      path: 'shopify/order-changes',
      verify: { scheme: 'shopify', connection: 'shopify' },
      dedupe: 'X-Shopify-Webhook-Id',
      businessKey: '=input.name',
    }),
    step('check', 'check-contract', 'Is it an order?', { contract: 'shopify-order@1' }),
    step('no-order', 'fail', 'Not an order of the shop', {
      code: 'shopify-order-invalid',
      message:
        "='The message is not a Shopify order. ' + (input.issues[0].path || 'It') + ' ' + input.issues[0].message",
      details: '=input.issues',
    }),
    step('order', 'map', 'To canonical order', { script: shopifyToOrder }),
    step('before', 'read-value', 'What was known of it?', { collection: 'shop-orders', key: '=input.externalId' }),
    // Whoever edits an order at once may be faster than we are.
    step('sold', 'wait-for-event', 'What was accepted', {
      topic: ACCEPTED,
      key: '=steps.order.reference',
      from: 'kept',
      timeoutMs: 60_000,
    }),
    step('news', 'map', 'What is different?', { script: whatChanged }),
    step('old', 'switch', 'Is it news?', { cases: [{ name: 'old', when: '=input.isOld' }] }),
    step('stale', 'log', 'Older news', {
      level: 'info',
      message: "=input.order.reference + ': told before, in a newer state'",
    }),
    step('keep', 'keep-value', 'The newest state', {
      collection: 'shop-orders',
      key: '=input.order.externalId',
      value: '={ order: input.order, rank: input.rank }',
    }),
    step('what', 'switch', 'What does it concern?', {
      cases: [
        { name: 'cancelled', when: '=steps.news.cancelled' },
        { name: 'changed', when: "=steps.news.text !== ''" },
      ],
    }),
    step('cancel', 'send-event', 'It is to be cancelled', {
      topic: CANCEL_ASKED,
      key: '=steps.news.order.reference',
      eventId: '=steps.news.order.externalId',
      payload:
        '={ reference: steps.news.order.reference, externalId: steps.news.order.externalId, at: steps.news.order.cancelledAt }',
    }),
    step('person', 'call-flow', 'A person looks at it', {
      flow: 'order-gaps',
      mode: 'start',
      message:
        "={ reference: steps.news.order.reference, code: 'order-changed', text: 'Changed in the shop after it was sold. ' + steps.news.text, details: { updatedAt: steps.news.order.updatedAt } }",
    }),
  ],
  [
    'changed.out > check',
    'check.valid > order',
    'check.invalid > no-order',
    'order.out > before',
    'before.found > news',
    'before.missing > sold',
    'sold.received > news',
    'sold.timeout > news',
    'news.out > old',
    'old.old > stale',
    'old.otherwise > keep',
    'keep.kept > what',
    'what.cancelled > cancel',
    'what.changed > person',
  ],
  [
    ['changed', 'check', 'order', 'before', 'sold', 'news', 'old', 'keep', 'what', 'cancel'],
    ['', '', 'no-order', '', '', '', '', 'stale', '', 'person'],
  ],
);
