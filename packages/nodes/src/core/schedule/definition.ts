import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { isTimeZone } from '../time-zone.ts';

/**
 * Begins a run at every tick of a cron pattern. The scheduler's work, before the run exists: this type has no run. What a
 * tick is where clocks change, and when it counts as missed: README.
 */
export const schedule = defineNode({
  type: 'schedule',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z.object({
    cron: z
      .string()
      .max(200)
      .regex(
        /^\s*([0-9A-Za-z*?,/#-]+\s+){4,5}[0-9A-Za-z*?,/#-]+\s*$/,
        'Use five fields: minute, hour, day of the month, month, day of the week.',
      )
      .describe('Minute, hour, day of the month, month, day of the week. A sixth field in front is seconds.')
      .meta({ editor: 'cron', label: 'When', placeholder: '0 6 * * 1-5', fixed: true }),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'Use a time zone such as Europe/Berlin.')
      .default('UTC')
      .describe('Whose clock the pattern is read on; the hour follows its summer time.')
      .meta({ label: 'Time zone', placeholder: 'Europe/Berlin', fixed: true }),
    missed: z
      .enum(['skip', 'run-once'])
      .default('skip')
      .describe(
        'Times that passed while nothing ran or the flow was paused: "skip" leaves them out; "run-once" makes up for all of them with one run.',
      )
      .meta({
        label: 'Missed times',
        fixed: true,
        words: { skip: 'Leave them out', 'run-once': 'Make up for them with one run' },
      }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      /** The tick, not the moment the run began. */
      scheduledAt: z.iso.datetime(),
      /** The tick of the run before, null for the first: what happened since then is this run's to fetch. */
      previousAt: z.iso.datetime().nullable(),
    }),
  },
  ui: {
    label: 'Schedule',
    group: 'Start',
    icon: 'calendar-clock',
    summary: '{cron} ({timeZone})',
    description: 'Begins a run at set times, once for each, however many processes there are.',
  },
});
