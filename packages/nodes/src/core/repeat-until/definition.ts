import { SCOPE_PORT } from '@lockstep/schema/graph';
import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const TIMES = 10;

/** Takes its body again and again, each time with what the turn before gave, until a condition holds. */
export const repeatUntil = defineNode({
  type: 'repeat-until',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    until: z
      .string()
      .min(1)
      .describe('Ends when true; "input" is what the turn gave.')
      .meta({ editor: 'expression', label: 'Until', placeholder: "input.status === 'ready'" }),
    maxTimes: z
      .int()
      .min(1)
      .max(1000)
      .default(TIMES)
      .describe('Turns at most; after the last one it goes on at "limit".')
      .meta({ label: 'Times at most', fixed: true }),
    delayMs: z
      .int()
      .min(0)
      .max(86_400_000)
      .default(0)
      .describe('Pause between two turns. Long pauses cost no memory.')
      .meta({ editor: 'duration-ms', label: 'Pause', fixed: true }),
    first: Json.optional()
      .describe('What the first turn gets; the message itself when empty.')
      .meta({ editor: 'json', label: 'Begin with', placeholder: '={ page: 1 }' }),
  }),
  input: Json,
  outputs: { done: Json, limit: Json, [SCOPE_PORT]: Json },
  scope: {
    donePort: 'done',
    condition: 'until',
    rules: ({ maxTimes, delayMs }) => ({
      parallelism: 1,
      onError: 'stop',
      judged: true,
      results: false,
      turns: { max: whole(maxTimes, 1) ?? TIMES, delayMs: whole(delayMs, 0) ?? 0, limitPort: 'limit' },
    }),
  },
  ui: {
    label: 'Repeat until',
    group: 'Route',
    icon: 'rotate-cw',
    summary: 'At most {maxTimes} times',
    description:
      'Takes the steps inside again, with what they gave before, until a condition holds or it was often enough.',
  },
});

function whole(value: Json | undefined, min: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= min ? value : undefined;
}
