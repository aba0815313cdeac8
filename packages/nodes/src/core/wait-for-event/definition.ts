import { MAX_PROMISE_MS } from '@lockstep/schema/graph';
import { defineNode } from '@lockstep/schema/node';
import { Json, MAX_EVENT_KEY, ReceivedEvent, TOPIC_PATTERN } from '@lockstep/schema/run';
import { z } from 'zod';

/** Waits for an event about one key. One that came earlier and is still kept counts, so no order of arrival is lost. */
export const waitForEvent = defineNode({
  type: 'wait-for-event',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  parks: true,
  params: z.object({
    topic: z
      .string()
      .regex(TOPIC_PATTERN, 'Use letters, digits, dots, dashes and slashes.')
      .describe('What kind of event.')
      .meta({ editor: 'topic', label: 'Topic', placeholder: 'return.received' }),
    key: z
      .union([z.string().min(1).max(MAX_EVENT_KEY), z.number()])
      .describe('What the event must be about; a number means its text.')
      .meta({ editor: 'text', label: 'Key', placeholder: '=input.orderNumber' }),
    from: z
      .enum(['kept', 'run', 'now'])
      .default('kept')
      .describe(
        '"kept": also events that came earlier and are still kept. "run": since this run was received. "now": later ones only.',
      )
      .meta({
        label: 'Events that count',
        fixed: true,
        words: {
          kept: 'Also earlier ones that are kept',
          run: 'Those since this run was received',
          now: 'Later ones only',
        },
      }),
    timeoutMs: z
      .int()
      .min(100)
      .max(MAX_PROMISE_MS)
      .default(86_400_000)
      .describe('After this time the run goes on at "timeout".')
      .meta({ editor: 'duration-ms', label: 'Wait at most' }),
  }),
  input: Json,
  outputs: { received: ReceivedEvent, timeout: Json },
  ui: {
    label: 'Wait for event',
    group: 'Wait',
    icon: 'inbox',
    summary: '{topic} {key}',
    description: 'Parks the run until an event on a topic and key comes, or a time is over.',
  },
});
