import { defineNode } from '@lockstep/schema/node';
import { Json, TopicEvent } from '@lockstep/schema/run';
import { z } from 'zod';
import { listening, timeIsGiven } from './params.ts';

/**
 * Begins a run for every event of a topic, exactly one, in the order of the topic. Reading on is the runtime's work, before
 * the run exists: this type has no run.
 */
export const onEvent = defineNode({
  type: 'on-event',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z
    .object({
      ...listening,
      businessKey: z
        .string()
        .max(500)
        .optional()
        .describe('What people call this message. Empty: the key of the event.')
        .meta({ editor: 'expression', label: 'Business key', placeholder: 'input.payload.orderNumber' }),
      sourceTime: z
        .string()
        .max(500)
        .optional()
        .describe('Empty: what the event says of itself.')
        .meta({ editor: 'expression', label: 'Time of the event', placeholder: 'input.payload.changedAt' }),
    })
    .superRefine(timeIsGiven),
  input: Json,
  outputs: { out: TopicEvent },
  ui: {
    label: 'When an event comes',
    group: 'Start',
    icon: 'radio-tower',
    summary: '{topic} {keys}',
    description: 'Begins a run for every event of a topic, exactly one for each, however many processes there are.',
  },
});
