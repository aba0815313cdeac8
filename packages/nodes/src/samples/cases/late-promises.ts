import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';

/** What was promised and has not come: the service team knows before the customer asks. */
export const latePromises: Flow = {
  format: FLOW_FORMAT,
  id: 'late-promises',
  name: 'Late promises',
  nodes: [
    {
      id: 'missed',
      type: 'on-event',
      version: 1,
      name: 'Something has not come',
      params: { topic: 'case.milestone-missed', start: 'now', businessKey: '=input.key' },
      policy: {},
    },
    {
      id: 'tell',
      type: 'send-event',
      version: 1,
      name: 'Tell the service team',
      params: {
        topic: 'service.attention',
        key: '=input.key',
        payload:
          "={ about: 'Order ' + input.key, what: input.payload.milestone + ' has not come from ' + (input.payload.part ?? 'anybody'), due: input.payload.by }",
      },
      policy: {},
    },
    {
      id: 'note',
      type: 'update-case',
      version: 1,
      name: 'Write it into the case',
      params: { kind: 'order', key: '=steps.missed.key', note: 'The service team was told.' },
      policy: {},
    },
  ],
  edges: [
    { from: 'missed', port: 'out', to: 'tell' },
    { from: 'tell', port: 'out', to: 'note' },
  ],
  layout: { nodes: layOut([['missed', 'tell', 'note']]), notes: [] },
  settings: {
    description: 'Tells the service team of an order whose shipment was promised and has not come.',
    owner: 'Customer service',
  },
  tests: [
    {
      id: 'late',
      name: 'A supplier has not shipped',
      node: 'missed',
      message: {
        topic: 'case.milestone-missed',
        key: 'W-2001',
        eventId: 'order:shipped:Lumen Supplies:2026-11-27T09:00:00Z',
        offset: 1,
        receivedAt: '2026-11-27T09:00:01.000Z',
        payload: {
          kind: 'order',
          key: 'W-2001',
          milestone: 'shipped',
          part: 'Lumen Supplies',
          by: '2026-11-27T09:00:00Z',
        },
      },
      expect: { path: ['tell', 'note'], published: [{ topic: 'service.attention', key: 'W-2001' }] },
    },
  ],
};
