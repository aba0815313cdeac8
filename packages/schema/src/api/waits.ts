import { z } from 'zod';
import { Json } from '../run/json.ts';
import { EventId, EventKey, EventTopic } from '../run/park.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();

/** What became of an event that was told. */
export const EventReceipt = z.object({
  /** `delivered`: runs waited for it; `kept`: none does so far; `duplicate`: this event id was here before. */
  outcome: z.enum(['delivered', 'kept', 'duplicate']),
  /** Runs that it let go on. */
  runs: z.int(),
  /** Where it is kept on its topic; absent for a duplicate. */
  offset: z.int().optional(),
});
export type EventReceipt = z.infer<typeof EventReceipt>;

export const publishEvent = endpoint({
  id: 'publishEvent',
  method: 'post',
  path: '/events',
  tag: 'Topics',
  summary:
    'Publish an event: it is kept on its topic, begins runs of the flows that listen, and lets go on those that wait',
  body: z.object({
    topic: EventTopic,
    key: EventKey.describe('What the event is about: an order number.'),
    eventId: EventId.describe('The same event told again is recognised by it, for this topic and key.'),
    payload: Json.default(null),
    happenedAt: z.iso.datetime({ offset: true }).optional().describe('When it happened where it comes from.'),
  }),
  ok: EventReceipt,
  status: 202,
  problems: ['body-too-large', 'contract-broken', 'overloaded'],
});

export const ApprovalStatus = z.enum(['open', 'approved', 'rejected', 'expired', 'withdrawn']);
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;

/** A question that a run put to a person. */
export const ApprovalView = z.object({
  id: z.string(),
  runId: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  node: z.string(),
  nodeName: z.string(),
  businessKey: z.string().optional(),
  test: z.boolean(),
  title: z.string(),
  details: Json.optional(),
  /** Who should answer, in the words of the flow. */
  assignee: z.string().optional(),
  /**
   * `open` until a person answers, the deadline passes (`expired`), or the run ends or goes on without an answer
   * (`withdrawn`).
   */
  status: ApprovalStatus,
  askedAt: Instant,
  deadlineAt: Instant.optional(),
  settledAt: Instant.optional(),
  decidedBy: z.string().optional(),
  comment: z.string().optional(),
});
export type ApprovalView = z.infer<typeof ApprovalView>;

export const listApprovals = endpoint({
  id: 'listApprovals',
  method: 'get',
  path: '/approvals',
  tag: 'Waits',
  summary: 'List approvals, newest first',
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    before: z.string().optional(),
    status: ApprovalStatus.optional(),
    flow: z.string().optional(),
  }),
  ok: z.object({ approvals: z.array(ApprovalView), open: z.int(), next: z.string().optional() }),
  problems: [],
});

export const getApproval = endpoint({
  id: 'getApproval',
  method: 'get',
  path: '/approvals/:id',
  tag: 'Waits',
  summary: 'Read an approval: what is asked, and what was answered',
  params: z.object({ id: z.string() }),
  ok: ApprovalView,
  problems: ['not-found'],
});

export const decideApproval = endpoint({
  id: 'decideApproval',
  method: 'post',
  path: '/approvals/:id/decide',
  tag: 'Waits',
  summary: 'Answer an approval; the run goes on at once',
  params: z.object({ id: z.string() }),
  body: z.object({
    decision: z.enum(['approved', 'rejected']),
    comment: z.string().max(2000).default(''),
    by: z.string().min(1).max(120).default('operator'),
  }),
  ok: z.object({ id: z.string(), runId: z.string() }),
  problems: ['not-found', 'approval-settled', 'overloaded'],
});
