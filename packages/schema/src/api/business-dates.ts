import { z } from 'zod';
import { CaseKind } from '../cases/case.ts';
import { endpoint } from './endpoint.ts';

const Count = z.int().min(0);
const Instant = z.iso.datetime();

/** Names of the IANA time zone database. */
export const TimeZone = z.string().min(1).max(64).refine(isTimeZone, 'Use a time zone such as Europe/Berlin.');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What one system says of the cases of a business date. The three add up to the cases of that date. */
export const SystemDates = z.object({
  system: z.string(),
  /** It dates them alike. */
  same: Count,
  /** It has them under another business date. */
  other: Count,
  /** It has no document of them, yet or at all. */
  none: Count,
});
export type SystemDates = z.infer<typeof SystemDates>;

export const BusinessDay = z.object({
  date: z.iso.date(),
  /** Length of the day there: 23 and 25 where clocks change. */
  hours: z.number(),
  /** Cases that began on it, by the time their source told. */
  cases: Count,
  systems: z.array(SystemDates),
});
export type BusinessDay = z.infer<typeof BusinessDay>;

/** A case that two systems have under different dates, or of which a system tells a time that is still to come. */
export const DateConflict = z.object({
  key: z.string(),
  title: z.string().optional(),
  date: z.iso.date(),
  /** When it began in the world, as its source says; when we heard of it. UTC, as all times. */
  at: Instant,
  toldAt: Instant,
  systems: z.array(
    z.object({
      system: z.string(),
      date: z.iso.date(),
      at: Instant,
      toldAt: Instant,
      /** The system's time is later than the moment we heard it: its clock is ahead. */
      ahead: z.boolean(),
    }),
  ),
});
export type DateConflict = z.infer<typeof DateConflict>;

export const getBusinessDates = endpoint({
  id: 'getBusinessDates',
  method: 'get',
  path: '/business-dates',
  tag: 'Cases',
  summary: 'Cases by business date in a time zone, as each system dates them, and those they disagree about',
  query: z.object({
    kind: CaseKind.default('order'),
    timeZone: TimeZone.default('UTC'),
    days: z.coerce.number().int().min(1).max(31).default(7).describe('Business days, today among them.'),
  }),
  ok: z.object({
    timeZone: z.string(),
    /** Beginning of the first day, and end of the last. */
    from: Instant,
    to: Instant,
    systems: z.array(z.string()),
    /** The newest first. */
    days: z.array(BusinessDay),
    /** The newest hundred. */
    conflicts: z.array(DateConflict),
    conflictCount: Count,
  }),
  problems: [],
});
export type BusinessDates = z.infer<NonNullable<typeof getBusinessDates.ok>>;

const Percentiles = z.object({ p50: z.number(), p95: z.number() });

/** How far a flow is behind the systems its messages come from. */
export const SourceDelay = z.object({
  flowId: z.string(),
  flowName: z.string(),
  /** Messages that told when it happened, and those of which it could not be told. */
  told: Count,
  untold: Count,
  /** Told a time later than our clock when we heard it. */
  ahead: Count,
  /** From there to our door, and to the end of the run, in milliseconds; a clock that is ahead counts as no delay. */
  heardMs: Percentiles.optional(),
  doneMs: Percentiles.optional(),
});
export type SourceDelay = z.infer<typeof SourceDelay>;

export const getSourceDelays = endpoint({
  id: 'getSourceDelays',
  method: 'get',
  path: '/source-delays',
  tag: 'Runs',
  summary: 'How late flows hear of what happened elsewhere and are done with it, by the clocks of the sources',
  query: z.object({
    hours: z.coerce.number().int().min(1).max(168).default(24).describe('Runs that began in so many hours.'),
  }),
  ok: z.object({ delays: z.array(SourceDelay) }),
  problems: [],
});
