import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { BROKER_RETRY, MessageSent, messageParams } from '../../kit/broker-params.ts';
import { amqpParam } from '../params.ts';

/**
 * Sends a message, and ends when the broker has confirmed it. Receivers know a message by its id, so the key is the strategy; `once` for a receiver that does not look at it.
 *
 * @see AMQP 0-9-1; rabbitmq.com, "Consumer Acknowledgements and Publisher Confirms"
 */
export const sendAmqpMessage = defineNode({
  type: 'amqp.send-message',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key', 'once'],
  params: z.object({
    connection: amqpParam,
    exchange: z
      .string()
      .max(255)
      .default('')
      .describe('Empty: the queue named below.')
      .meta({ label: 'Exchange', fixed: true, placeholder: 'orders' }),
    routingKey: z
      .string()
      .min(1)
      .max(255)
      .describe('Without an exchange the name of a queue.')
      .meta({ label: 'Routing key or queue', placeholder: 'orders.created' }),
    ...messageParams,
  }),
  input: Json,
  outputs: { sent: MessageSent },
  retry: BROKER_RETRY,
  timeoutMs: 30_000,
  ui: {
    label: 'Send message (AMQP)',
    group: 'Systems',
    icon: 'send',
    summary: '{exchange} {routingKey}',
    description:
      'Sends a message, and goes on when the broker has confirmed it. A message that no queue takes is refused, not lost.',
    system: 'AMQP',
  },
});
