import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { STOCK_TOPIC, stockEvent } from './stock-change.ts';

/**
 * What is in stock now, made of the events alone: a replay from the beginning makes the same again. It takes events in any
 * order, and twice, because only a greater version counts.
 */
export const stockProjection: Flow = {
  format: FLOW_FORMAT,
  id: 'stock-projection',
  name: 'Stock on hand',
  nodes: [
    {
      id: 'changed',
      type: 'on-event',
      version: 1,
      name: 'Stock has changed',
      params: { topic: STOCK_TOPIC, start: 'beginning' },
      policy: {},
    },
    {
      id: 'keep',
      type: 'keep-value',
      version: 1,
      name: 'Keep the newest',
      params: {
        collection: 'stock',
        key: '=input.key',
        value: '={ available: input.payload.available, onHand: input.payload.onHand, asOf: input.payload.asOf }',
        when: 'newer',
        rank: '=input.payload.version',
      },
      policy: {},
    },
    {
      id: 'older',
      type: 'log',
      version: 1,
      name: 'A newer count is kept',
      params: { level: 'debug', message: "='Version ' + steps.changed.payload.version + ' came late.'" },
      policy: {},
    },
  ],
  edges: [
    { from: 'changed', port: 'out', to: 'keep' },
    { from: 'keep', port: 'stale', to: 'older' },
  ],
  layout: {
    nodes: layOut([
      ['changed', 'keep'],
      ['', '', 'older'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description:
      'Keeps the newest count of each SKU and place. Replaying the topic from any time on makes the same picture again.',
    owner: 'Warehouse',
  },
  tests: [
    {
      id: 'first',
      name: 'The first count of a SKU',
      node: 'changed',
      message: stockEvent(1),
      expect: {
        path: ['keep'],
        outputs: {
          keep: { key: 'MUG-BLUE@BER-1', value: { available: 41, asOf: '2026-11-26T08:00:00.000Z' }, version: 1 },
        },
      },
    },
    {
      id: 'late',
      name: 'A count that comes late changes nothing',
      node: 'changed',
      message: stockEvent(2, { version: 3 }),
      replies: { keep: [{ port: 'stale', value: { key: 'MUG-BLUE@BER-1', value: { available: 41 }, version: 1 } }] },
      expect: { path: ['keep', 'older'] },
    },
  ],
};
