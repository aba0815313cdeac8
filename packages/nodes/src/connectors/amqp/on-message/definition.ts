import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { MessageCame, readingParams } from '../../kit/broker-params.ts';
import { amqpParam } from '../params.ts';

/**
 * Begins a run for every message, and tells the broker that it is taken only when the run is durable. One id begins one run. Reading is the
 * runtime's work, before the run exists: this type has no run.
 */
export const onAmqpMessage = defineNode({
  type: 'amqp.on-message',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z.object({
    connection: amqpParam,
    queue: z
      .string()
      .min(1)
      .max(500)
      .describe('It must be there: nothing is declared.')
      .meta({ label: 'Queue', placeholder: 'orders', fixed: true }),
    ...readingParams,
  }),
  input: Json,
  outputs: { out: MessageCame },
  ui: {
    label: 'When a message comes (AMQP)',
    group: 'Start',
    icon: 'inbox',
    summary: '{queue}',
    description:
      'Begins a run for every message; the broker forgets it only when the run is durable. Processes share the queue.',
    system: 'AMQP',
  },
});
