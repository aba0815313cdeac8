import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { CHANGE, STOCK_TOPIC } from './stock-change.ts';

/** Where stock changes come in: kept on a topic, so that any number of flows read them at their own pace. */
export const stockChanges: Flow = {
  format: FLOW_FORMAT,
  id: 'stock-changes',
  name: 'Stock changes',
  nodes: [
    {
      id: 'changed',
      type: 'webhook',
      version: 1,
      name: 'The warehouse counted',
      params: {
        path: 'wms/stock-changes',
        verify: { scheme: 'none' },
        contract: 'inventory',
        dedupe: "=input.sku + '@' + input.location + '#' + input.version",
        businessKey: "=input.sku + '@' + input.location",
        sourceTime: '=input.asOf',
        respond: 'accepted',
      },
      policy: {},
    },
    {
      id: 'publish',
      type: 'send-event',
      version: 1,
      name: 'Tell everybody',
      params: {
        topic: STOCK_TOPIC,
        key: "=input.sku + '@' + input.location",
        eventId: "=input.sku + '@' + input.location + '#' + input.version",
      },
      policy: {},
    },
  ],
  edges: [{ from: 'changed', port: 'out', to: 'publish' }],
  layout: { nodes: layOut([['changed', 'publish']]), notes: [] },
  settings: {
    layer: 'system',
    description: 'Takes stock changes from the warehouse and publishes each once, for all flows that listen.',
    owner: 'Warehouse',
  },
  tests: [
    {
      id: 'counted',
      name: 'A shelf was counted',
      node: 'changed',
      message: CHANGE,
      expect: { path: ['publish'], published: [{ topic: STOCK_TOPIC, key: 'MUG-BLUE@BER-1', payload: CHANGE }] },
    },
  ],
};
