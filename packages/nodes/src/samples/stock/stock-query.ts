import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';

/** The question beside the events: reads the same picture, and says as of when it is true. */
export const stockQuery: Flow = {
  format: FLOW_FORMAT,
  id: 'stock-query',
  name: 'Stock API',
  nodes: [
    {
      id: 'asked',
      type: 'webhook',
      version: 1,
      name: 'How many are there?',
      params: {
        path: 'stock/query',
        verify: { scheme: 'none' },
        businessKey: "=input.sku + '@' + input.location",
        respond: 'flow',
        deadlineMs: 5000,
      },
      policy: {},
    },
    {
      id: 'read',
      type: 'read-value',
      version: 1,
      name: 'Read stock on hand',
      params: { collection: 'stock', key: "=input.sku + '@' + input.location" },
      policy: {},
    },
    {
      id: 'answer',
      type: 'respond',
      version: 1,
      name: 'Answer',
      params: {
        status: 200,
        body: '={ sku: steps.asked.sku, location: steps.asked.location, ...input.value }',
      },
      policy: {},
    },
    {
      id: 'unknown',
      type: 'respond',
      version: 1,
      name: 'Never counted',
      params: { status: 404, body: "={ sku: input.sku, reason: 'This SKU was never counted there.' }" },
      policy: {},
    },
  ],
  edges: [
    { from: 'asked', port: 'out', to: 'read' },
    { from: 'read', port: 'found', to: 'answer' },
    { from: 'read', port: 'missing', to: 'unknown' },
  ],
  layout: {
    nodes: layOut([
      ['asked', 'read', 'answer'],
      ['', '', 'unknown'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'experience',
    description: 'Answers how many of a SKU are in stock at a place, and as of when.',
    owner: 'Warehouse',
  },
  tests: [
    {
      id: 'known',
      name: 'A SKU that was counted',
      node: 'asked',
      message: { sku: 'MUG-BLUE', location: 'BER-1' },
      replies: {
        read: [
          {
            port: 'found',
            value: {
              key: 'MUG-BLUE@BER-1',
              value: { available: 41, onHand: 50, asOf: '2026-11-26T08:00:00.000Z' },
              version: 3,
              updatedAt: '2026-11-26T08:00:01.000Z',
            },
          },
        ],
      },
      expect: { response: { status: 200, body: { sku: 'MUG-BLUE', available: 41, asOf: '2026-11-26T08:00:00.000Z' } } },
    },
    {
      id: 'unknown',
      name: 'A SKU nobody knows',
      node: 'asked',
      message: { sku: 'NOTHING', location: 'BER-1' },
      expect: { response: { status: 404, body: { sku: 'NOTHING' } } },
    },
  ],
};
