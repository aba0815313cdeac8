import { defineNode } from '@lockstep/schema/node';
import { EventBatch, Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { listening, timeIsGiven } from '../on-event/params.ts';

/**
 * Gathers events of a topic and begins one run for many. What waits is stored, so nothing is lost or flushed twice. The
 * runtime's work, before the run exists: this type has no run.
 */
export const onEventBatch = defineNode({
  type: 'on-event-batch',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z
    .object({
      ...listening,
      groupBy: z
        .string()
        .max(500)
        .optional()
        .describe('Events with the same value are gathered together. Empty: all of them.')
        .meta({ editor: 'expression', label: 'Gather by', placeholder: 'input.key' }),
      maxEvents: z
        .int()
        .min(1)
        .max(10_000)
        .default(100)
        .describe('So many events begin a run at once.')
        .meta({ label: 'At most events', fixed: true }),
      maxWaitMs: z
        .int()
        .min(100)
        .max(86_400_000)
        .default(60_000)
        .describe('The first event of a gathering waits no longer than this.')
        .meta({ editor: 'duration-ms', label: 'Wait at most', fixed: true }),
      maxBytes: z
        .int()
        .min(1000)
        .max(10_000_000)
        .default(1_000_000)
        .describe('A gathering is closed before its payloads have more bytes than this.')
        .meta({ label: 'At most bytes', fixed: true }),
    })
    .superRefine(timeIsGiven),
  input: Json,
  outputs: { out: EventBatch },
  ui: {
    label: 'When events gather',
    group: 'Start',
    icon: 'layers',
    summary: '{topic}: {maxEvents} events, {maxWaitMs} ms',
    description:
      'Gathers events of a topic and begins one run for many: by number, time, size, and per key if you like.',
  },
});
