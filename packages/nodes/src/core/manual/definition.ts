import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Begins a run when a person, the command line or the API says so. The given JSON is the message. */
export const manual = defineNode({
  type: 'manual',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z.object({
    businessKey: z
      .string()
      .max(500)
      .optional()
      .describe('What people call this message, for example the order number.')
      .meta({ editor: 'expression', label: 'Business key', placeholder: 'input.reference' }),
  }),
  input: Json,
  outputs: { out: Json },
  ui: {
    label: 'Manual start',
    group: 'Start',
    icon: 'play',
    summary: 'Started by hand',
    description: 'Begins a run by hand, from the command line or through the API, with the message you give.',
  },
});
