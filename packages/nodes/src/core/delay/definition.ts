import { MAX_PROMISE_MS } from '@lockstep/schema/graph';
import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Lets a message wait for a time, or until a moment. Durable: a restart neither loses nor prolongs it. */
export const delay = defineNode({
  type: 'delay',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  parks: true,
  params: z.object({
    mode: z
      .enum(['for', 'until'])
      .default('for')
      .describe('"for" a length of time, or "until" a moment.')
      .meta({ label: 'Wait', fixed: true, words: { for: 'For a length of time', until: 'Until a moment' } }),
    durationMs: z
      .int()
      .min(0)
      .max(MAX_PROMISE_MS)
      .default(60_000)
      .describe('How long to wait.')
      .meta({ editor: 'duration-ms', label: 'Duration', showWhen: { field: '/mode', is: ['for'] } }),
    until: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Date and time with its zone, for example 2026-11-27T06:00:00Z. A moment that has passed waits no time.',
      )
      .meta({ label: 'Until', placeholder: '=input.shipAt', showWhen: { field: '/mode', is: ['until'] } }),
  }),
  input: Json,
  outputs: { out: Json },
  carries: () => ({ out: 'input' }),
  ui: {
    label: 'Delay',
    group: 'Wait',
    icon: 'timer',
    summary: 'Waits {mode} a time',
    description: 'Lets the message wait for a time or until a moment. A waiting run costs no memory.',
  },
});
