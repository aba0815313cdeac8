import { z } from 'zod';
import { Case, CaseEntry } from '../cases/case.ts';
import { RunStatus } from '../run/events.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();

/** A case as the list shows it. */
export const CaseSummary = z.object({
  kind: z.string(),
  key: z.string(),
  title: z.string().optional(),
  state: z.string(),
  openedAt: Instant,
  changedAt: Instant,
  closedAt: Instant.optional(),
  /** The next thing that must happen, whether its moment has passed or not. */
  next: z.object({ name: z.string(), part: z.string().optional(), by: z.string(), missed: z.boolean() }).optional(),
  /** Expected things whose moment has passed. */
  missed: z.int(),
  /** Open exceptions of runs with this key. */
  exceptions: z.int(),
});
export type CaseSummary = z.infer<typeof CaseSummary>;

/** Something that happened, in the order in which this installation heard of it. */
export const CaseMoment = z.object({
  /** When it was heard of. */
  at: Instant,
  /** When it happened in the world, where a message said so. */
  happenedAt: z.string().optional(),
  /**
   * `entry`: a line of the story. `began`, `ended`: a run did. `effect`: a step did something in another system, or failed to.
   * `waits`: a step waits now.
   */
  what: z.enum(['entry', 'began', 'effect', 'waits', 'ended']),
  tone: z.enum(['plain', 'good', 'bad', 'waiting']),
  text: z.string(),
  entry: CaseEntry.optional(),
  run: z
    .object({
      runId: z.string(),
      flowId: z.string(),
      flowName: z.string(),
      version: z.int().optional(),
      status: RunStatus.optional(),
    })
    .optional(),
  step: z
    .object({
      node: z.string(),
      name: z.string(),
      type: z.string(),
      /** Connection it uses. */
      connection: z.string().optional(),
      attempts: z.int(),
    })
    .optional(),
});
export type CaseMoment = z.infer<typeof CaseMoment>;

export const CaseView = CaseSummary.extend({
  /** Absent where flows only use the key, and none keeps a case. */
  case: Case.optional(),
  timeline: z.array(CaseMoment),
  /** Runs with the key, besides those told of here. */
  moreRuns: z.int(),
  /** Cases of other kinds with the same key: the return of an order. */
  related: z.array(z.object({ kind: z.string(), key: z.string(), state: z.string() })),
});
export type CaseView = z.infer<typeof CaseView>;

/** Stands for the kind where only a key is known. */
export const ANY_KIND = '-';

export const listCases = endpoint({
  id: 'listCases',
  method: 'get',
  path: '/cases',
  tag: 'Cases',
  summary: 'List orders, returns, shipments and other things that flows keep a case of, changed last first',
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** `changedAt` of the last case of the page before. */
    before: Instant.optional(),
    search: z.string().max(200).optional(),
    kind: z.string().max(60).optional(),
    state: z.string().max(60).optional(),
    which: z.enum(['open', 'closed', 'late']).optional(),
  }),
  ok: z.object({
    cases: z.array(CaseSummary),
    /** Keys of runs that begin with the search and have no case. */
    keys: z.array(z.object({ key: z.string(), runs: z.int() })),
    /** Open cases by kind and state, whatever was asked for. */
    counts: z.array(z.object({ kind: z.string(), state: z.string(), cases: z.int(), late: z.int() })),
    next: Instant.optional(),
  }),
  problems: [],
});

export const getCase = endpoint({
  id: 'getCase',
  method: 'get',
  path: '/cases/:kind/:key',
  tag: 'Cases',
  summary:
    'Tell of one case: how it stands, what is expected next, and all that happened across flows, systems and retries',
  params: z.object({ kind: z.string(), key: z.string() }),
  query: z.object({ runs: z.coerce.number().int().min(1).max(100).default(30) }),
  ok: CaseView,
  problems: ['not-found'],
});
