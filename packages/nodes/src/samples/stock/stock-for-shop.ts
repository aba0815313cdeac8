import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from '../layers/drawn.ts';
import { STOCK_TOPIC, stockEvent } from './stock-change.ts';

/** A place that no table knows yet fails here, is asked about, and goes on once somebody has said which one it is. */
const SHOWN = `type Row = Record<string, any>;
/** Pieces that are never offered: what lies on a shelf and is gone when it is looked for. */
const KEPT_ASIDE = 2;

export default defineMap((event: Row, t: Row) => {
  const { sku, location, available } = event.payload;
  return {
    sku,
    location: t.lookup('location', location, { from: 'warehouse', to: 'shopify', missing: 'queue' }),
    quantity: Math.max(0, Math.floor(available) - KEPT_ASIDE),
  };
});
`;

/**
 * Order by key: changes of one SKU at one place go to the shop one after another, older ones are dropped, and while one is under way only
 * the newest waits. Another SKU is never held up.
 */
export const stockForShop: Flow = drawn(
  {
    id: 'stock-for-shop',
    name: 'Stock for the shop, in order',
    settings: {
      layer: 'system',
      description:
        'Sets in the shop what it may sell: for each SKU and place in order, never an older count after a newer one. Two pieces are kept aside. A place that the table "location" does not have waits for a person.',
      owner: 'Online shop',
      lane: {
        key: '=input.key',
        name: 'SKU and place',
        order: { by: 'version', value: '=input.payload.version', stale: 'drop' },
        coalesce: true,
        onException: 'skip',
      },
    },
    tests: [
      {
        id: 'some',
        name: 'Two are kept aside',
        node: 'changed',
        message: stockEvent(1),
        replies: { set: [{ port: 'set', value: { sku: 'MUG-BLUE', quantity: 39, delta: -1 } }] },
        expect: {
          path: ['shown', 'offered', 'set'],
          outputs: { shown: { sku: 'MUG-BLUE', location: '655441493', quantity: 39 } },
        },
      },
      {
        id: 'none',
        name: 'Never less than none',
        node: 'changed',
        message: stockEvent(1, { available: 1 }),
        replies: { set: [{ port: 'set', value: { sku: 'MUG-BLUE', quantity: 0, delta: -39 } }] },
        expect: { outputs: { shown: { quantity: 0 } } },
      },
      {
        id: 'nowhere',
        name: 'A place nobody has mapped',
        node: 'changed',
        message: stockEvent(1, { location: 'KLN-9' }),
        expect: { status: 'exception' },
      },
    ],
  },
  [
    step('changed', 'on-event', 'Stock has changed', { topic: STOCK_TOPIC, start: 'beginning' }),
    // Who says which place it is need not publish the flow.
    step('shown', 'map', 'What the shop may sell', { script: SHOWN }, { tables: 'live' }),
    step('offered', 'filter', 'Does the shop sell from there?', {
      when: "=input.location !== '-'",
      reason: "='The shop does not sell from ' + steps.changed.payload.location + '.'",
    }),
    step(
      'set',
      'shopify.set-inventory',
      'Set it in the shop',
      { connection: 'shopify', sku: '=input.sku', location: '=input.location', quantity: '=input.quantity' },
      { slaMs: 5000, retry: { maxAttempts: 10, baseMs: 500, capMs: 60_000, jitter: 0.3 } },
    ),
  ],
  ['changed.out > shown', 'shown.out > offered', 'offered.pass > set'],
  [['changed', 'shown', 'offered', 'set']],
);
