import { z } from 'zod';
import { Failure, FailureCategory } from '../run/failure.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();

export const ExceptionView = z.object({
  id: z.string(),
  runId: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  version: z.int().optional(),
  node: z.string(),
  nodeName: z.string(),
  /** Every step that failed with nothing drawn to catch it, the one above first. */
  nodes: z.array(z.object({ node: z.string(), nodeName: z.string() })).optional(),
  category: FailureCategory,
  code: z.string(),
  reason: z.string(),
  kind: Failure.shape.kind,
  attempts: z.int(),
  businessKey: z.string().optional(),
  raisedAt: Instant,
  /** `open` until the run is tried again (`retrying`) and ends (`resolved`), or a person gives it up. */
  status: z.enum(['open', 'retrying', 'resolved', 'discarded']),
  settledAt: Instant.optional(),
  /** Who looks after it, or settled it. */
  owner: z.string().optional(),
  /** What the person who settled it gave as the reason. */
  note: z.string().optional(),
  /** The key that it blocks, and how many runs wait behind it; absent when none can. */
  blocks: z.object({ key: z.string(), waiting: z.int() }).optional(),
});
export type ExceptionView = z.infer<typeof ExceptionView>;

export const listExceptions = endpoint({
  id: 'listExceptions',
  method: 'get',
  path: '/exceptions',
  tag: 'Exceptions',
  summary: 'List exceptions, newest first',
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    before: z.string().optional(),
    flow: z.string().optional(),
    category: FailureCategory.optional(),
    status: z.enum(['open', 'retrying', 'resolved', 'discarded']).optional(),
  }),
  ok: z.object({
    exceptions: z.array(ExceptionView),
    open: z.int(),
    next: z.string().optional(),
  }),
  problems: [],
});

export const retryException = endpoint({
  id: 'retryException',
  method: 'post',
  path: '/exceptions/:id/retry',
  tag: 'Exceptions',
  summary: 'Try the failed steps again, in the same run and with the same idempotency keys',
  params: z.object({ id: z.string() }),
  body: z.object({ by: z.string().max(120).default('operator') }).default({ by: 'operator' }),
  ok: z.object({ id: z.string(), runId: z.string() }),
  status: 202,
  problems: ['not-found', 'exception-settled', 'run-undone', 'run-replayed'],
});

export const discardException = endpoint({
  id: 'discardException',
  method: 'post',
  path: '/exceptions/:id/discard',
  tag: 'Exceptions',
  summary: 'Give an exception up, with a reason',
  params: z.object({ id: z.string() }),
  body: z.object({
    by: z.string().max(120).default('operator'),
    reason: z.string().min(3).max(2000),
  }),
  ok: z.object({ id: z.string(), runId: z.string() }),
  problems: ['not-found', 'exception-settled'],
});
