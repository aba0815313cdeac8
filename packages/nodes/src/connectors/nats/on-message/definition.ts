import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { MessageCame, readingParams } from '../../kit/broker-params.ts';
import { natsParam } from '../params.ts';

/**
 * Begins a run for every message, and tells the broker that it is taken only when the run is durable. One id begins one run. Reading is the
 * runtime's work, before the run exists: this type has no run.
 */
export const onNatsMessage = defineNode({
  type: 'nats.on-message',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z.object({
    connection: natsParam,
    stream: z
      .string()
      .min(1)
      .max(500)
      .describe('It must be there. The flow reads it by a durable consumer of its own.')
      .meta({ label: 'Stream', placeholder: 'ORDERS', fixed: true }),
    ...readingParams,
  }),
  input: Json,
  outputs: { out: MessageCame },
  ui: {
    label: 'When a message comes (NATS)',
    group: 'Start',
    icon: 'inbox',
    summary: '{stream}',
    description:
      'Begins a run for every message; the broker forgets it only when the run is durable. Processes share one durable consumer.',
    system: 'NATS',
  },
});
