import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const Field = z.object({
  path: z
    .string()
    .regex(/^[^.\s]+(\.[^.\s]+)*$/, 'Use names with dots between them, for example customer.email.')
    .refine((path) => !path.split('.').includes('__proto__'), 'This name cannot be set.')
    .describe('Where the value goes: names with dots between them; a number is a place in a list, from 0.')
    .meta({ label: 'Field', placeholder: 'customer.email', fixed: true }),
  value: Json.describe('The value as JSON, or an expression (=input.name).').meta({
    editor: 'json',
    label: 'Value',
    placeholder: '=input.name',
  }),
});

/** Sets fields without code: each is a fixed value or an expression over the message. */
export const setFields = defineNode({
  type: 'set-fields',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    mode: z
      .enum(['keep', 'only'])
      .default('keep')
      .describe('"keep" changes the message and keeps the rest; "only" starts from an empty one.')
      .meta({ label: 'Other fields', fixed: true }),
    fields: z.array(Field).min(1).max(200).describe('Set from top to bottom.').meta({ label: 'Fields' }),
  }),
  input: Json,
  outputs: { out: Json },
  ui: {
    label: 'Set fields',
    group: 'Data',
    icon: 'list-plus',
    summary: 'Sets fields, {mode} the rest',
    description: 'Sets fields of the message to fixed values or expressions, without code.',
  },
});
