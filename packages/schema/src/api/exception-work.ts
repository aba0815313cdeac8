import { z } from 'zod';
import { FailureCategory } from '../run/failure.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';
import { ExceptionView } from './exceptions.ts';

const Instant = z.iso.datetime();
const ById = z.object({ id: z.string() });
const By = z.string().min(1).max(120).default('operator');

/** Open exceptions that stopped at the same step for the same reason, apart from numbers, ids and quoted values. */
export const ExceptionCluster = z.object({
  flowId: z.string(),
  flowName: z.string(),
  node: z.string(),
  nodeName: z.string(),
  category: FailureCategory,
  code: z.string(),
  /** The reason without what differs from message to message. */
  cause: z.string(),
  count: z.int(),
  /** How many of them somebody looks after. */
  owned: z.int(),
  oldestAt: Instant,
  newestAt: Instant,
});
export type ExceptionCluster = z.infer<typeof ExceptionCluster>;

export const ExceptionComment = z.object({ id: z.string(), by: z.string(), at: Instant, text: z.string() });
export type ExceptionComment = z.infer<typeof ExceptionComment>;

/** One changed place of an edited message, by JSON pointer. */
export const MessageChange = z.object({ path: z.string(), before: Json.optional(), after: Json.optional() });
export type MessageChange = z.infer<typeof MessageChange>;

/** A replay of the failed run by a person; with its message mended where there are changes. */
export const ExceptionReplay = z.object({
  runId: z.string(),
  /** The run that had failed; absent where that was not kept. */
  fromRunId: z.string().optional(),
  by: z.string(),
  at: Instant,
  reason: z.string(),
  changes: z.array(MessageChange),
  /** Steps to be done again although they were known done. */
  repeated: z.array(z.string()),
});
export type ExceptionReplay = z.infer<typeof ExceptionReplay>;

export const ExceptionDetail = ExceptionView.extend({
  /** The message the run began with. */
  message: Json,
  comments: z.array(ExceptionComment),
  /** Oldest first: the exception went with each of them. */
  replays: z.array(ExceptionReplay),
});
export type ExceptionDetail = z.infer<typeof ExceptionDetail>;

/** Which open exceptions to retry: those named, or all that match. */
export const BulkSelection = z.union([
  z.object({ ids: z.array(z.uuid()).min(1).max(5000) }).strict(),
  z
    .object({
      flow: z.string().optional(),
      category: FailureCategory.optional(),
      node: z.string().optional(),
      code: z.string().optional(),
      cause: z.string().optional(),
    })
    .strict(),
]);
export type BulkSelection = z.infer<typeof BulkSelection>;

/**
 * A retry of many exceptions: first one, then ten, then a hundred at a time. The next ones leave when those before have
 * ended; when too many of them fail again it stops and the rest stay open, untouched.
 */
export const BulkRetry = z.object({
  id: z.string(),
  status: z.enum(['running', 'done', 'stopped']),
  by: z.string(),
  total: z.int(),
  sent: z.int(),
  resolved: z.int(),
  /** Failed again. */
  failed: z.int(),
  /** Settled by somebody else meanwhile, with nothing to try again, or left to a person to decide. */
  skipped: z.int(),
  /** How many leave together now. */
  stage: z.int(),
  startedAt: Instant,
  endedAt: Instant.optional(),
  /** Why it stopped. */
  reason: z.string().optional(),
});
export type BulkRetry = z.infer<typeof BulkRetry>;

export const listExceptionClusters = endpoint({
  id: 'listExceptionClusters',
  method: 'get',
  path: '/exception-clusters',
  tag: 'Exceptions',
  summary: 'Group the open exceptions by cause, largest first',
  query: z.object({ flow: z.string().optional(), category: FailureCategory.optional() }),
  ok: z.object({ clusters: z.array(ExceptionCluster), open: z.int() }),
  problems: [],
});

/** What retries of many exceptions would do. */
export const BulkPlan = z.object({
  /** Exceptions looked at, the oldest first; a thousand at most. */
  looked: z.int(),
  /** Effects that are known done and are not done again. */
  kept: z.int(),
  /** Exceptions whose open effects never happened: they are done. */
  anew: z.int(),
  /** Exceptions with an effect of which nobody knows, and that is looked up or sent under the same key. */
  lookedUp: z.int(),
  /** Exceptions with one that cannot be found out: trying it again may do it twice. Left alone unless asked for. */
  undecided: z.int(),
  /** Exceptions whose runs took back what they had done: only a replay can do it again. */
  undone: z.int(),
});
export type BulkPlan = z.infer<typeof BulkPlan>;

export const startBulkRetry = endpoint({
  id: 'startBulkRetry',
  method: 'post',
  path: '/exceptions/bulk',
  tag: 'Exceptions',
  summary: 'Retry many open exceptions with a canary, or only count them',
  body: z.object({
    select: BulkSelection,
    dryRun: z.boolean().default(false),
    by: By,
    evenUndecided: z
      .boolean()
      .default(false)
      .describe('Also those whose effect may have happened and cannot be looked up: it may happen twice.'),
  }),
  ok: z.object({
    /** Open exceptions that match. */
    count: z.int(),
    /** Of a dry run. */
    plan: BulkPlan.optional(),
    /** Absent for a dry run, and when nothing matches. */
    bulk: BulkRetry.optional(),
  }),
  status: 202,
  problems: [],
});

export const listBulkRetries = endpoint({
  id: 'listBulkRetries',
  method: 'get',
  path: '/exceptions/bulk',
  tag: 'Exceptions',
  summary: 'List the newest bulk retries, newest first',
  ok: z.object({ bulks: z.array(BulkRetry) }),
  problems: [],
});

export const getBulkRetry = endpoint({
  id: 'getBulkRetry',
  method: 'get',
  path: '/exceptions/bulk/:id',
  tag: 'Exceptions',
  summary: 'Read how far a bulk retry has come',
  params: ById,
  ok: BulkRetry,
  problems: ['not-found'],
});

export const stopBulkRetry = endpoint({
  id: 'stopBulkRetry',
  method: 'post',
  path: '/exceptions/bulk/:id/stop',
  tag: 'Exceptions',
  summary: 'Stop a bulk retry: what was sent goes on, the rest stays open',
  params: ById,
  body: z.object({ by: By }).default({ by: 'operator' }),
  ok: BulkRetry,
  problems: ['not-found'],
});

export const getException = endpoint({
  id: 'getException',
  method: 'get',
  path: '/exceptions/:id',
  tag: 'Exceptions',
  summary: 'Read an exception with its message, comments and replays',
  params: ById,
  ok: ExceptionDetail,
  problems: ['not-found'],
});

export const assignException = endpoint({
  id: 'assignException',
  method: 'put',
  path: '/exceptions/:id/owner',
  tag: 'Exceptions',
  summary: 'Say who looks after an exception; null: nobody',
  params: ById,
  body: z.object({ owner: z.string().trim().min(1).max(120).nullable() }),
  ok: z.object({ id: z.string(), owner: z.string().nullable() }),
  problems: ['not-found', 'exception-settled'],
});

export const commentException = endpoint({
  id: 'commentException',
  method: 'post',
  path: '/exceptions/:id/comments',
  tag: 'Exceptions',
  summary: 'Add a comment to an exception',
  params: ById,
  body: z.object({ by: By, text: z.string().trim().min(1).max(4000) }),
  ok: ExceptionComment,
  status: 201,
  problems: ['not-found'],
});
