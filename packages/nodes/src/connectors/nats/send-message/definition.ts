import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { BROKER_RETRY, MessageSent, messageParams } from '../../kit/broker-params.ts';
import { natsParam } from '../params.ts';

/**
 * Sends a message, and ends when the broker has confirmed it. A stream leaves out what it has had under the same id within its window of duplicates, and receivers know a message by it, so the key is the strategy.
 *
 * @see docs.nats.io, "JetStream", "Message Deduplication"
 */
export const sendNatsMessage = defineNode({
  type: 'nats.send-message',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key', 'once'],
  params: z.object({
    connection: natsParam,
    subject: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[^\s*>]+$/, 'Use a subject without spaces and wildcards.')
      .describe('A stream must keep it.')
      .meta({ editor: 'text', label: 'Subject', placeholder: 'orders.created' }),
    ...messageParams,
  }),
  input: Json,
  outputs: { sent: MessageSent },
  retry: BROKER_RETRY,
  timeoutMs: 30_000,
  ui: {
    label: 'Send message (NATS)',
    group: 'Systems',
    icon: 'send',
    summary: '{subject}',
    description:
      'Sends a message, and goes on when the broker has confirmed it. A subject that no stream keeps is refused.',
    system: 'NATS',
  },
});
