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
        businessKey: '=input.sku',
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
      params: { collection: 'stock', key: '=input.sku' },
      policy: {},
    },
    {
      id: 'answer',
      type: 'respond',
      version: 1,
      name: 'Answer',
      params: {
        status: 200,
        body: '={ sku: input.key, quantity: input.value.quantity, location: input.value.location, asOf: input.value.asOf }',
      },
      policy: {},
    },
    {
      id: 'unknown',
      type: 'respond',
      version: 1,
      name: 'Never counted',
      params: { status: 404, body: "={ sku: input.sku, reason: 'This SKU was never counted.' }" },
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
    description: 'Answers how many of a SKU are in stock, and as of when.',
    owner: 'Warehouse',
  },
  tests: [
    {
      id: 'known',
      name: 'A SKU that was counted',
      node: 'asked',
      message: { sku: 'MUG-BLUE' },
      replies: {
        read: [
          {
            port: 'found',
            value: {
              key: 'MUG-BLUE',
              value: { quantity: 41, location: 'BER-1', asOf: '2026-11-26T08:00:00.000Z' },
              version: 3,
              updatedAt: '2026-11-26T08:00:01.000Z',
            },
          },
        ],
      },
      expect: { response: { status: 200, body: { quantity: 41, asOf: '2026-11-26T08:00:00.000Z' } } },
    },
    {
      id: 'unknown',
      name: 'A SKU nobody knows',
      node: 'asked',
      message: { sku: 'NOTHING' },
      expect: { response: { status: 404, body: { sku: 'NOTHING' } } },
    },
  ],
};
