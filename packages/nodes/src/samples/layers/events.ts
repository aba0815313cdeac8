import type { Flow } from '@lockstep/schema/graph';
import { EVENTS_INDEX } from '../analytics/topics.ts';
import { drawn, step } from './drawn.ts';

const BATCH = { batch: 'b-1', events: [{ id: 'e-1', type: 'order.completed' }, { id: 'e-2' }] };

/** Offers to have events counted by Elasticsearch, each once. */
export const sendEventsElasticsearch: Flow = drawn(
  {
    id: 'send-events-elasticsearch',
    name: 'Send events (Elasticsearch)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Send events" by Elasticsearch: a batch as NDJSON, each event under its id, so that it counts once whatever is sent again.',
      owner: 'Analytics',
      speaksFor: [],
    },
    tests: [
      {
        id: 'sent',
        name: 'One is new, one was there',
        node: 'called',
        message: BATCH,
        replies: {
          send: [{ port: 'sent', value: { batch: 'b-1', events: 2, created: 1, known: 1, requests: 1, bytes: 90 } }],
        },
        expect: {
          path: ['send', 'give'],
          outputs: { give: { batch: 'b-1', system: 'elasticsearch', events: 2, created: 1, known: 1 } },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'What happened', {
      capability: 'send-events',
      errors: { 'analytics-events-refused': 'events-refused' },
    }),
    step(
      'send',
      'analytics.send-events',
      'Send them',
      { connection: 'analytics', index: EVENTS_INDEX, events: '=input.events', batch: '=input.batch' },
      // A platform that is away for an hour is waited for: the ids make it harmless.
      { retry: { maxAttempts: 12, baseMs: 500, capMs: 600_000, jitter: 0.3 } },
    ),
    step('give', 'return', 'They are there', {
      value:
        "={ batch: steps.called.batch, system: 'elasticsearch', events: input.events, created: input.created, known: input.known }",
    }),
  ],
  ['called.out > send', 'send.sent > give'],
  [['called', 'send', 'give']],
);
