import { TOPIC_PATTERN } from '@lockstep/schema/run';
import { z } from 'zod';

/** What every trigger that listens to a topic asks for. */
export const listening = {
  topic: z
    .string()
    .regex(TOPIC_PATTERN, 'Use letters, digits, dots, dashes and slashes.')
    .describe('Which events. It need not exist yet.')
    .meta({ editor: 'topic', label: 'Topic', placeholder: 'inventory.changed', fixed: true }),
  keys: z
    .string()
    .max(300)
    .optional()
    .describe('Only events about this key; * stands for any text. Empty: all.')
    .meta({ label: 'Key', placeholder: 'DUB-*', fixed: true }),
  when: z
    .string()
    .max(2000)
    .optional()
    .describe(
      'Only events for which this holds. An event it cannot be computed for counts: nothing is lost by a mistake.',
    )
    .meta({ editor: 'expression', label: 'Only when', placeholder: 'input.payload.quantity < 5' }),
  start: z
    .enum(['now', 'beginning', 'time'])
    .default('now')
    .describe('Where the flow begins when it is published first. After that it goes on where it is, in every version.')
    .meta({ label: 'Begin with', fixed: true }),
  startAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('Events that came at this time or later.')
    .meta({
      label: 'Since',
      placeholder: '2026-11-26T08:00:00Z',
      fixed: true,
      showWhen: { field: '/start', is: ['time'] },
    }),
  maxInFlight: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('Runs that may be under way at a time. Further events wait on the topic.')
    .meta({ label: 'At most at a time', fixed: true }),
};

/** `time` needs a time. */
export function timeIsGiven(
  { start, startAt }: { readonly start: string; readonly startAt?: string | undefined },
  ctx: z.core.$RefinementCtx,
): void {
  if (start === 'time' && startAt === undefined) {
    ctx.addIssue({ code: 'custom', path: ['startAt'], message: 'Say since when.' });
  }
}
