import { defineNode } from '@lockstep/schema/node';
import { Json, TOPIC_PATTERN } from '@lockstep/schema/run';
import { z } from 'zod';
import { isTimeZone } from '../time-zone.ts';
import { topicsIn } from './topics-in.ts';

/** How many events our topics have, by topic and business date: the side of the ledger when counts are compared with another system. */
export const countEvents = defineNode({
  type: 'count-events',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    topics: z
      .string()
      .min(1)
      .max(5_000)
      .refine(
        (text) => topicsIn(text).every((topic) => TOPIC_PATTERN.test(topic)),
        'Use names of topics with commas between them.',
      )
      .describe('Names with commas between them.')
      .meta({ label: 'Topics', placeholder: 'order.completed, return.refunded' }),
    days: z.int().min(1).max(31).default(2).describe('Business days, the last one among them.').meta({ label: 'Days' }),
    until: z
      .string()
      .default('')
      .describe('Events that came before this moment. Empty: now.')
      .meta({ label: 'Until', placeholder: '=input.scheduledAt' }),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'Use a time zone such as Europe/Berlin.')
      .default('UTC')
      .describe('Where business days begin and end; their length follows its summer time.')
      .meta({ label: 'Time zone', placeholder: 'Europe/Berlin', fixed: true }),
  }),
  input: Json,
  outputs: {
    counted: z.object({
      from: z.iso.datetime(),
      until: z.iso.datetime(),
      timeZone: z.string(),
      total: z.int(),
      counts: z.array(z.object({ topic: z.string(), date: z.iso.date(), events: z.int() })),
      incomplete: z.array(z.string()).describe('Topics that let events of these days go already.'),
    }),
  },
  ui: {
    label: 'Count events',
    group: 'Data',
    icon: 'list-plus',
    summary: '{days} days ({timeZone})',
    description: 'Counts the events that our topics have, by topic and business date.',
  },
});
