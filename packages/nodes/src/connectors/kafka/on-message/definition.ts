import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { MessageCame, readingParams } from '../../kit/broker-params.ts';
import { kafkaParam, TOPIC } from '../params.ts';

/**
 * Begins a run for every message, and moves the offset of its group only when the run is durable. One id begins one run. Reading is the
 * runtime's work, before the run exists: this type has no run.
 */
export const onKafkaMessage = defineNode({
  type: 'kafka.on-message',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z.object({
    connection: kafkaParam,
    topic: z
      .string()
      .min(1)
      .max(249)
      .regex(TOPIC, 'Use letters, digits, dots, dashes and underscores.')
      .describe('It must be there. The flow reads it as a consumer group of its own.')
      .meta({ label: 'Topic', placeholder: 'orders', fixed: true }),
    beginning: z
      .enum(['earliest', 'latest'])
      .default('earliest')
      .describe('Where the flow begins that has not read yet. Later it goes on where it was.')
      .meta({
        label: 'Begin with',
        fixed: true,
        words: { earliest: 'The oldest message there is', latest: 'Messages from now on' },
      }),
    ...readingParams,
  }),
  input: Json,
  outputs: { out: MessageCame.extend({ key: z.string().optional() }) },
  ui: {
    label: 'When a message comes (Kafka)',
    group: 'Start',
    icon: 'inbox',
    summary: '{topic}',
    description:
      'Begins a run for every message; the offset moves only when the run is durable. Processes share a group.',
    system: 'Kafka',
  },
});
