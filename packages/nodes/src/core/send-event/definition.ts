import { defineNode } from '@lockstep/schema/node';
import { Json, MAX_EVENT_KEY, TOPIC_PATTERN } from '@lockstep/schema/run';
import { z } from 'zod';

/** Publishes an event on a topic. Told again under the same id it changes nothing, so the key is the strategy. */
export const sendEvent = defineNode({
  type: 'send-event',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    topic: z
      .string()
      .regex(TOPIC_PATTERN, 'Use letters, digits, dots, dashes and slashes.')
      .describe('What kind of event.')
      .meta({ editor: 'topic', label: 'Topic', placeholder: 'return.received' }),
    key: z
      .union([z.string().min(1).max(MAX_EVENT_KEY), z.number()])
      .describe('What the event is about; a number means its text.')
      .meta({ editor: 'text', label: 'Key', placeholder: '=input.orderNumber' }),
    eventId: z
      .string()
      .max(MAX_EVENT_KEY)
      .optional()
      .describe('The same event told again is recognised by it. Empty: the idempotency key of this step.')
      .meta({ label: 'Event id', placeholder: '=input.id' }),
    payload: Json.optional()
      .describe('What is told. Empty: the message.')
      .meta({ editor: 'json', label: 'Payload', placeholder: '=input' }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      outcome: z.enum(['delivered', 'kept', 'duplicate']),
      /** Runs that waited for it and go on. */
      runs: z.int(),
      eventId: z.string(),
      /** Where it is kept on its topic; absent for a duplicate. */
      offset: z.int().optional(),
    }),
  },
  ui: {
    label: 'Publish event',
    group: 'Wait',
    icon: 'send',
    summary: '{topic} {key}',
    description:
      'Publishes an event: flows that listen to its topic begin, runs that wait for its key go on, and it is kept for later.',
  },
});
