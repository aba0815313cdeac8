import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { MILESTONE } from '../order-to-cash/topics.ts';
import { STOCK_TOPIC, stockEvent } from '../stock/stock-change.ts';
import { asDocuments } from './scripts.ts';

/** What waits is kept with the place of the flow on its topic: neither a crash nor a retry loses an event or brings another one. */
const gathered = (id: string, name: string, topic: string) =>
  step([id, 'on-event-batch', name], { topic, start: 'beginning', maxEvents: 500, maxWaitMs: 5_000 });

const SENT = { batch: 'b', system: 'elasticsearch', events: 2, created: 1, known: 1 };
const STOCK = {
  topic: STOCK_TOPIC,
  group: '',
  count: 2,
  events: [stockEvent(1), stockEvent(2, { version: 18, available: 40 })],
};

/** Events of orders, stock, shipments and refunds on their way to analytics, each once. */
export const analyticsOutbox: Flow = {
  format: FLOW_FORMAT,
  id: 'analytics-outbox',
  name: 'Analytics outbox',
  nodes: [
    gathered('milestones', 'Milestones of orders', MILESTONE),
    gathered('completed', 'Orders are complete', 'order.completed'),
    gathered('stock', 'Stock has changed', STOCK_TOPIC),
    gathered('shipments', 'Shipments have moved', 'shipment.moved'),
    gathered('refunds', 'Returns are paid', 'return.refunded'),
    step(['documents', 'map', 'As analytics gets them'], { script: asDocuments }),
    // Whoever serves it waits for a platform that is away for an hour: the ids make it harmless.
    step(['send', 'call-capability', 'Send them'], {
      capability: 'send-events',
      message: '={ batch: input.batch, events: input.events }',
    }),
  ],
  edges: [
    ...['milestones', 'completed', 'stock', 'shipments', 'refunds'].map((from) => ({
      from,
      port: 'out',
      to: 'documents',
    })),
    { from: 'documents', port: 'out', to: 'send' },
  ],
  layout: {
    nodes: layOut([['milestones'], ['completed'], ['stock', 'documents', 'send'], ['shipments'], ['refunds']]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description:
      'Gathers events of orders, stock, shipments and refunds and sends them to analytics as NDJSON. Each counts once there, whatever fails on the way.',
    owner: 'Analytics',
  },
  tests: [
    {
      id: 'stock',
      name: 'Two changes of stock, one of which analytics knew',
      node: 'stock',
      message: STOCK,
      replies: { send: [{ port: 'out', value: SENT }] },
      expect: { path: ['documents', 'send'] },
    },
    {
      id: 'refused',
      name: 'Analytics refuses one of them',
      node: 'stock',
      message: STOCK,
      replies: {
        send: [{ fail: { kind: 'refused', code: 'events-refused', message: 'Elasticsearch refused 1 of 2.' } }],
      },
      expect: { status: 'exception', exception: { node: 'send', code: 'events-refused' } },
    },
  ],
};
