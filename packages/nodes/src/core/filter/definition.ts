import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Lets the message pass when a condition holds; otherwise sends it aside with the reason. */
export const filter = defineNode({
  type: 'filter',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    when: z
      .boolean()
      .describe('The message passes when this is true. Must be true or false for every message.')
      .meta({ editor: 'expression', label: 'Pass when', placeholder: 'input.lines.length > 0' }),
    reason: z
      .string()
      .max(500)
      .default('The condition does not hold.')
      .describe('Why a message is rejected, for the people who look at it.')
      .meta({ label: 'Reason', placeholder: 'The order has no lines.' }),
  }),
  input: Json,
  outputs: {
    pass: Json,
    rejected: z.object({ reason: z.string(), input: Json }),
  },
  carries: () => ({ pass: 'input' }),
  ui: {
    label: 'Filter',
    group: 'Route',
    icon: 'funnel',
    summary: 'Else: {reason}',
    description: 'Lets the message pass when a condition holds; otherwise sends it aside with a reason.',
  },
});
