import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { BROKER_RETRY, MessageSent, messageParams } from '../../kit/broker-params.ts';
import { kafkaParam, TOPIC } from '../params.ts';

/**
 * Sends a message, and ends when all replicas in sync have it (`acks=all`). Attempts of one session count once in the log (idempotent
 * producer); beyond that a receiver knows the message by its id, the header `message-id`.
 *
 * @see KIP-98, "Idempotent Producer Guarantees"
 */
export const sendKafkaMessage = defineNode({
  type: 'kafka.send-message',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key', 'once'],
  params: z.object({
    connection: kafkaParam,
    topic: z
      .string()
      .min(1)
      .max(249)
      .regex(TOPIC, 'Use letters, digits, dots, dashes and underscores.')
      .describe('It must be there: none is made.')
      .meta({ editor: 'text', label: 'Topic', placeholder: 'orders' }),
    key: z
      .string()
      .max(1000)
      .optional()
      .describe('Messages of one key keep their order. Empty: they go to any partition.')
      .meta({ editor: 'text', label: 'Key', placeholder: '=input.number' }),
    ...messageParams,
  }),
  input: Json,
  outputs: { sent: MessageSent },
  retry: BROKER_RETRY,
  timeoutMs: 60_000,
  ui: {
    label: 'Send message (Kafka)',
    group: 'Systems',
    icon: 'send',
    summary: '{topic}',
    description: 'Sends a message, and goes on when all replicas of the partition have it.',
    system: 'Kafka',
  },
});
