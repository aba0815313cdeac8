import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { STOCK_TOPIC, stockEvent } from './stock-change.ts';

/** Topic of what the shop should show; the key of an event is the SKU and its place. */
const SHOP_TOPIC = 'shop.stock';

/**
 * Order by key: changes of one SKU at one place go to the shop one after another, older ones are dropped, and while one is under way only
 * the newest waits. Another SKU is never held up.
 */
export const stockForShop: Flow = {
  format: FLOW_FORMAT,
  id: 'stock-for-shop',
  name: 'Stock for the shop, in order',
  nodes: [
    {
      id: 'changed',
      type: 'on-event',
      version: 1,
      name: 'Stock has changed',
      params: { topic: STOCK_TOPIC, start: 'now' },
      policy: {},
    },
    {
      id: 'safety',
      type: 'set-fields',
      version: 1,
      name: 'Keep two aside',
      params: {
        mode: 'only',
        fields: [
          { path: 'sku', value: '=input.payload.sku' },
          { path: 'location', value: '=input.payload.location' },
          { path: 'available', value: '=Math.max(0, input.payload.available - 2)' },
          { path: 'version', value: '=input.payload.version' },
        ],
      },
      policy: {},
    },
    {
      id: 'tell',
      type: 'send-event',
      version: 1,
      name: 'Tell the shop',
      params: { topic: SHOP_TOPIC, key: "=input.sku + '@' + input.location" },
      policy: { slaMs: 5000 },
    },
  ],
  edges: [
    { from: 'changed', port: 'out', to: 'safety' },
    { from: 'safety', port: 'out', to: 'tell' },
  ],
  layout: { nodes: layOut([['changed', 'safety', 'tell']]), notes: [] },
  settings: {
    description: 'Sends the shop what it may sell: per SKU in order, never an older count after a newer one.',
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
      expect: {
        path: ['safety', 'tell'],
        published: [{ topic: SHOP_TOPIC, key: 'MUG-BLUE@BER-1', payload: { available: 39, version: 17 } }],
      },
    },
    {
      id: 'none',
      name: 'Never less than none',
      node: 'changed',
      message: stockEvent(1, { available: 1 }),
      expect: { published: [{ topic: SHOP_TOPIC, payload: { available: 0 } }] },
    },
  ],
};
