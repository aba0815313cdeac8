import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();

/** A schedule of a published flow, with what it did last and does next. */
export const ScheduleView = z.object({
  flowId: FlowId,
  /** Schedule node of the published version. */
  node: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  missed: z.enum(['skip', 'run-once']),
  /** The pattern in words. */
  sentence: z.string(),
  /** The next ticks; what they do while the flow is paused is what `missed` says. */
  next: z.array(Instant),
  /** The newest tick that began a run; absent before the first. */
  last: z.object({ scheduledAt: Instant, runId: z.string() }).optional(),
  paused: z.boolean(),
});
export type ScheduleView = z.infer<typeof ScheduleView>;

export const listSchedules = endpoint({
  id: 'listSchedules',
  method: 'get',
  path: '/schedules',
  tag: 'Schedules',
  summary: 'List the schedules of published flows, with their next five ticks',
  ok: z.array(ScheduleView),
  problems: [],
});

export const previewSchedule = endpoint({
  id: 'previewSchedule',
  method: 'get',
  path: '/schedules/preview',
  tag: 'Schedules',
  summary: 'Say in words what a cron pattern means, and when it would run next',
  query: z.object({ cron: z.string().max(200), timeZone: z.string().max(64) }),
  ok: z.discriminatedUnion('valid', [
    z.object({ valid: z.literal(true), sentence: z.string(), next: z.array(Instant) }),
    z.object({ valid: z.literal(false), reason: z.string() }),
  ]),
  problems: [],
});
