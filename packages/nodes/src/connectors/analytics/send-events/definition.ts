import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { analyticsParam, indexParam } from '../params.ts';

const Sent = z.object({
  batch: z.string(),
  /** Different events that were asked for. */
  events: z.int(),
  /** New there. */
  created: z.int(),
  /** Were there already: another attempt, or another run, had sent them. */
  known: z.int(),
  /** Requests that were made, and bytes of NDJSON before compression. */
  requests: z.int(),
  bytes: z.int(),
});

const Rejected = z.object({ id: z.string(), status: z.int(), type: z.string(), reason: z.string() });

/**
 * Sends a batch of events as NDJSON. Each is created under its id, so whatever comes again, from a repeated attempt, a replay or
 * another batch, counts once.
 */
export const sendEvents = defineNode({
  type: 'analytics.send-events',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: analyticsParam,
    index: indexParam,
    events: Json.optional()
      .describe('A list of objects, each with an "id" that is the same whenever the event is told. Empty: the message.')
      .meta({ editor: 'json', label: 'Events', placeholder: '=input.events' }),
    batch: z
      .string()
      .max(500)
      .default('')
      .describe('Name of the batch in the logs of the cluster (X-Opaque-Id). Empty: the idempotency key of this step.')
      .meta({ label: 'Batch', placeholder: '=input.batch' }),
    whenRefused: z
      .enum(['fail', 'go-on'])
      .default('fail')
      .describe(
        'What becomes of this step when some events are refused for good. The others are there in any case; once an exception is mended, "try again" sends what is missing.',
      )
      .meta({
        label: 'When some are refused',
        fixed: true,
        words: { fail: 'An exception', 'go-on': 'Go on by "partly"' },
      }),
    maxLines: z
      .int()
      .min(1)
      .max(10_000)
      .default(1_000)
      .describe('More events are sent in several requests.')
      .meta({ label: 'Events in a request', fixed: true }),
    maxBytes: z
      .int()
      .min(1_000)
      .max(50_000_000)
      .default(5_000_000)
      .describe('Larger batches are sent in several requests; one that is still too large for the cluster is halved.')
      .meta({ label: 'Bytes in a request', fixed: true }),
  }),
  input: Json,
  outputs: {
    sent: Sent.describe('All of them are there.'),
    partly: Sent.extend({
      rejected: z.array(Rejected).describe('The first hundred that were refused, with the reason.'),
      rejectedCount: z.int(),
    }).describe('Some were refused for good; the others are there. Only where the flow is to go on.'),
  },
  retry: { maxAttempts: 10, baseMs: 500, capMs: 60_000, jitter: 0.3 },
  timeoutMs: 60_000,
  ui: {
    label: 'Send events',
    group: 'Analytics',
    icon: 'chart-column',
    summary: 'to {index}',
    description: 'Sends a batch of events to analytics as NDJSON, each counted once.',
    system: 'Elasticsearch',
  },
});
