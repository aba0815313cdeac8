import { z } from 'zod';
import { FlowId, NodeId } from '../graph/flow.ts';
import { EventTopic } from '../run/park.ts';
import { endpoint } from './endpoint.ts';
import { ListedEvent } from './topics.ts';

const Instant = z.iso.datetime({ offset: true });

/** Which events of a topic go once more into which flow. */
export const ReplayRequest = z.object({
  topic: EventTopic,
  flowId: FlowId,
  node: NodeId.optional().describe('Trigger of the flow; the first one that listens to the topic when absent.'),
  from: Instant.optional().describe('Events that came at this time or later.'),
  to: Instant.optional().describe(
    'Events that came before this time. What comes after the replay began is never part of it.',
  ),
  keys: z.string().min(1).max(300).optional().describe('Only events about this key; * stands for any text.'),
  filter: z.string().min(1).max(2000).optional().describe('Only events for which this expression holds.'),
});
export type ReplayRequest = z.infer<typeof ReplayRequest>;

export const ReplayPreview = z.object({
  /** Events of the stretch. */
  events: z.int(),
  /** Events that count, by the filters of the replay and those of the trigger; of the first `looked`. */
  matched: z.int(),
  /** Events looked at: all, unless there are very many. */
  looked: z.int(),
  /** The first few that count. */
  sample: z.array(ListedEvent),
  /** A filter cannot be computed for some event; such events count. */
  mistake: z.string().optional(),
});
export type ReplayPreview = z.infer<typeof ReplayPreview>;

export const ReplayStatus = z.enum(['running', 'paused', 'done', 'aborted']);
export type ReplayStatus = z.infer<typeof ReplayStatus>;

export const ReplayView = z.object({
  id: z.string(),
  topic: z.string(),
  flowId: z.string(),
  node: z.string(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  keys: z.string().optional(),
  filter: z.string().optional(),
  /** Runs a second at most; no limit when absent. */
  perSecond: z.number().optional(),
  status: ReplayStatus,
  /** Why it ended before its end. */
  reason: z.string().optional(),
  by: z.string(),
  /** Events it is about, as counted when it began. */
  total: z.int(),
  /** Events of the stretch, and how many of them it has read, passed over, and found gone. */
  events: z.int(),
  read: z.int(),
  passed: z.int(),
  expired: z.int(),
  /** Runs begun. */
  begun: z.int(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
});
export type ReplayView = z.infer<typeof ReplayView>;

const ById = z.object({ id: z.uuid() });
const By = z.object({ by: z.string().min(1).max(120).default('operator') });

export const previewReplay = endpoint({
  id: 'previewReplay',
  method: 'post',
  path: '/replays/preview',
  tag: 'Topics',
  summary: 'Count the events a replay would be about, and begin nothing',
  body: ReplayRequest,
  ok: ReplayPreview,
  problems: ['not-found', 'overloaded'],
});

export const startReplay = endpoint({
  id: 'startReplay',
  method: 'post',
  path: '/replays',
  tag: 'Topics',
  summary: 'Begin a run for each of these events once more; the runs are marked as a replay',
  body: ReplayRequest.extend({
    perSecond: z.number().min(0.01).max(10_000).optional().describe('Runs a second at most.'),
    by: z.string().min(1).max(120).default('operator'),
  }),
  ok: ReplayView,
  status: 201,
  problems: ['not-found', 'overloaded'],
});

export const listReplays = endpoint({
  id: 'listReplays',
  method: 'get',
  path: '/replays',
  tag: 'Topics',
  summary: 'List replays, newest first',
  query: z.object({ topic: EventTopic.optional(), limit: z.coerce.number().int().min(1).max(100).default(20) }),
  ok: z.object({ replays: z.array(ReplayView) }),
  problems: [],
});

export const getReplay = endpoint({
  id: 'getReplay',
  method: 'get',
  path: '/replays/:id',
  tag: 'Topics',
  summary: 'One replay',
  params: ById,
  ok: ReplayView,
  problems: ['not-found'],
});

export const pauseReplay = endpoint({
  id: 'pauseReplay',
  method: 'post',
  path: '/replays/:id/pause',
  tag: 'Topics',
  summary: 'Let a replay rest; runs under way go on',
  params: ById,
  ok: ReplayView,
  problems: ['not-found', 'replay-ended'],
});

export const resumeReplay = endpoint({
  id: 'resumeReplay',
  method: 'post',
  path: '/replays/:id/resume',
  tag: 'Topics',
  summary: 'Let a replay go on from its place',
  params: ById,
  ok: ReplayView,
  problems: ['not-found', 'replay-ended'],
});

export const abortReplay = endpoint({
  id: 'abortReplay',
  method: 'post',
  path: '/replays/:id/abort',
  tag: 'Topics',
  summary: 'End a replay; runs it has begun go on',
  params: ById,
  body: By,
  ok: ReplayView,
  problems: ['not-found', 'replay-ended'],
});
