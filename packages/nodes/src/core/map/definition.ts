import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Turns the message into another one with a TypeScript function that runs in the sandbox. */
export const map = defineNode({
  type: 'map',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    source: z
      .string()
      .optional()
      .describe('What comes in: its fields are on the left of the map.')
      .meta({ editor: 'contract', label: 'Source contract', fixed: true }),
    target: z
      .string()
      .optional()
      .describe('What goes out: its fields are on the right of the map, and previews are checked against it.')
      .meta({ editor: 'contract', label: 'Target contract', fixed: true }),
    script: z
      .string()
      .min(1)
      .max(200_000)
      .describe(
        'A drawn map, or a function map(input, ctx) that returns the new message. ctx has steps, trigger, run and now.',
      )
      .meta({
        editor: 'code',
        label: 'Script',
        placeholder: 'export default function map(input, ctx) {\n  return { ...input };\n}',
        fixed: true,
      }),
  }),
  input: Json,
  outputs: { out: Json },
  carries: ({ target }) => (typeof target === 'string' && target !== '' ? { out: { contract: target } } : {}),
  timeoutMs: 10_000,
  ui: {
    label: 'Map',
    group: 'Data',
    icon: 'file-code-2',
    summary: 'TypeScript mapping',
    description:
      'Turns the message into another shape with a TypeScript function. Pure: no network, no clock, no files.',
  },
});
