import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { STOCK_TOPIC, stockEvent } from './stock-change.ts';

/** Topic of the feeds a marketplace fetches. */
const FEED_TOPIC = 'marketplace.feed';

/** Fan-out in batches: a marketplace that takes few, large feeds gets the newest count of each SKU, not every change. */
export const stockForMarketplace: Flow = {
  format: FLOW_FORMAT,
  id: 'stock-for-marketplace',
  name: 'Stock for the marketplace, gathered',
  nodes: [
    {
      id: 'gathered',
      type: 'on-event-batch',
      version: 1,
      name: 'Changes of ten seconds',
      params: { topic: STOCK_TOPIC, start: 'now', maxEvents: 500, maxWaitMs: 10_000 },
      policy: {},
    },
    {
      id: 'newest',
      type: 'map',
      version: 1,
      name: 'The newest of each SKU',
      params: {
        script: `type Change = { sku: string; location: string; available: number; version: number };
type Batch = { count: number; events: { key: string; payload: Change }[] };

export default function map(input: Batch) {
  const newest = new Map<string, Change>();
  for (const { key, payload } of input.events) {
    if (payload.version >= (newest.get(key)?.version ?? 0)) newest.set(key, payload);
  }
  const available: Record<string, number> = {};
  for (const { sku, available: here } of newest.values()) available[sku] = (available[sku] ?? 0) + here;
  const lines = Object.entries(available).map(([sku, quantity]) => ({ sku, quantity }));
  return { changes: input.count, lines: lines.sort((a, b) => (a.sku < b.sku ? -1 : 1)) };
}
`,
      },
      policy: {},
    },
    {
      id: 'feed',
      type: 'send-event',
      version: 1,
      name: 'Publish the feed',
      params: { topic: FEED_TOPIC, key: 'stock' },
      policy: {},
    },
  ],
  edges: [
    { from: 'gathered', port: 'out', to: 'newest' },
    { from: 'newest', port: 'out', to: 'feed' },
  ],
  layout: { nodes: layOut([['gathered', 'newest', 'feed']]), notes: [] },
  settings: {
    description: 'Gathers the stock changes of ten seconds and publishes one feed with the newest count of each SKU.',
    owner: 'Marketplace',
  },
  tests: [
    {
      id: 'three',
      name: 'Three changes of two SKUs',
      node: 'gathered',
      message: {
        topic: STOCK_TOPIC,
        group: '',
        count: 3,
        events: [
          stockEvent(1, { sku: 'MUG-RED', available: 7 }),
          stockEvent(2, { version: 18, available: 40 }),
          stockEvent(3, { version: 17, available: 41 }),
        ],
      },
      expect: {
        path: ['newest', 'feed'],
        published: [
          {
            topic: FEED_TOPIC,
            payload: {
              changes: 3,
              lines: [
                { sku: 'MUG-BLUE', quantity: 40 },
                { sku: 'MUG-RED', quantity: 7 },
              ],
            },
          },
        ],
      },
    },
  ],
};
