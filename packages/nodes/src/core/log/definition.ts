import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Writes a line to the log and sends the message on unchanged. The line carries run, flow and step by itself. */
export const log = defineNode({
  type: 'log',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    level: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ label: 'Level', fixed: true }),
    message: z
      .string()
      .min(1)
      .max(2000)
      .describe('Text of the line.')
      .meta({ label: 'Message', placeholder: "='Order ' + input.reference + ' is done.'" }),
    data: Json.optional()
      .describe('Facts kept beside the text. Leave out what is personal or secret.')
      .meta({ editor: 'json', label: 'Data', placeholder: '={ total: input.total }' }),
  }),
  input: Json,
  outputs: { out: Json },
  carries: () => ({ out: 'input' }),
  ui: {
    label: 'Log',
    group: 'Observe',
    icon: 'scroll-text',
    summary: '{message}',
    description: 'Writes a line to the log and lets the message pass unchanged.',
  },
});
