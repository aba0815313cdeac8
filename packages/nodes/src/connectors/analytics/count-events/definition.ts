import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { analyticsParam, indexParam } from '../params.ts';

const FieldName = z.string().regex(/^[A-Za-z_@][\w@.-]{0,199}$/, 'Use the name of a field.');

/** How many events analytics has, by type and business date. Changes nothing. */
export const countIndexedEvents = defineNode({
  type: 'analytics.count-events',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: analyticsParam,
    index: indexParam,
    from: z
      .string()
      .min(1)
      .describe('Moment (ISO 8601 with a zone) from which on events count.')
      .meta({ label: 'From', placeholder: '=input.from' }),
    until: z
      .string()
      .min(1)
      .describe('Moment before which they count.')
      .meta({ label: 'Until', placeholder: '=input.until' }),
    timeZone: z
      .string()
      .min(1)
      .max(64)
      .default('UTC')
      .describe('Where days begin and end.')
      .meta({ label: 'Time zone', placeholder: 'Europe/Berlin' }),
    typeField: FieldName.default('type')
      .describe('Keyword field that says what kind of event it is.')
      .meta({ label: 'Type field', fixed: true }),
    timeField: FieldName.default('receivedAt')
      .describe('Date field that says on which day it counts.')
      .meta({ label: 'Time field', fixed: true }),
  }),
  input: Json,
  outputs: {
    counted: z.object({
      total: z.int(),
      counts: z.array(z.object({ type: z.string(), date: z.iso.date(), events: z.int() })),
    }),
  },
  retry: { maxAttempts: 5, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Count events (analytics)',
    group: 'Analytics',
    icon: 'chart-column',
    summary: 'of {index}',
    description: 'Counts the events that analytics has, by type and day. Changes nothing.',
    system: 'Elasticsearch',
  },
});
