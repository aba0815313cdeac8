import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Says what the run returns to the step that called it. The flow may go on behind it; the caller goes on at the run's end. */
export const returnValue = defineNode({
  type: 'return',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  returns: true,
  params: z.object({
    value: Json.optional()
      .describe('What is returned. Empty: the message.')
      .meta({ editor: 'json', label: 'Value', placeholder: '=input' }),
  }),
  input: Json,
  outputs: { out: Json },
  ui: {
    label: 'Return',
    group: 'Reply',
    icon: 'corner-down-left',
    summary: 'To the calling step',
    description: 'Says what this run gives back to the step that called it, once the run is done.',
  },
});
