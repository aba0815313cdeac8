import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Ends this way of the flow as an exception with a reason people can act on. */
export const fail = defineNode({
  type: 'fail',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    message: z
      .string()
      .min(1)
      .max(2000)
      .describe('One sentence for the person who looks at the exception.')
      .meta({ label: 'Message', placeholder: 'The order has no shipping address.' }),
    code: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use a-z, digits and dashes.')
      .default('failed-by-flow')
      .describe('Stable name of the reason, to group and filter by.')
      .meta({ label: 'Code', placeholder: 'order-incomplete' }),
    kind: z
      .enum(['item', 'refused'])
      .default('item')
      .describe('"item": this message is wrong. "refused": the business says no.')
      .meta({
        label: 'Kind',
        fixed: true,
        words: { item: 'This message is wrong', refused: 'The business says no' },
      }),
    details: Json.optional()
      .describe('Facts shown with the exception.')
      .meta({ editor: 'json', label: 'Details', placeholder: '=input.issues' }),
  }),
  input: Json,
  outputs: {},
  ui: {
    label: 'Fail',
    group: 'Route',
    icon: 'octagon-x',
    summary: '{message}',
    description: 'Stops here and puts the run into the exceptions, with your reason.',
  },
});
