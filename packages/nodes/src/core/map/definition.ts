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
    script: z
      .string()
      .min(1)
      .max(200_000)
      .describe('A function map(input, ctx) that returns the new message. ctx has steps, trigger, run and now.')
      .meta({
        editor: 'code',
        label: 'Script',
        placeholder: 'export default function map(input, ctx) {\n  return { ...input };\n}',
        fixed: true,
      }),
  }),
  input: Json,
  outputs: { out: Json },
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
