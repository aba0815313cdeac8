import { z } from 'zod';
import { Flow, FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();
const Person = z.string().trim().min(1).max(120);

export const EnvironmentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,47}$/, 'A name has small letters, digits and dashes, and begins with a letter.');

/** Another installation that flows are promoted to. Its token is never sent back. */
export const EnvironmentView = z.object({
  name: EnvironmentName,
  url: z.string(),
  hasToken: z.boolean(),
  changedBy: z.string(),
  changedAt: Instant,
});
export type EnvironmentView = z.infer<typeof EnvironmentView>;

const Told = z.object({ sign: z.enum(['+', '-', '~']), text: z.string(), lines: z.array(z.string()) });

/** Something a flow names, as it is here and there. */
export const PlannedNeed = z.object({
  kind: z.enum(['connection', 'variable', 'table', 'contract']),
  name: z.string(),
  state: z.enum(['same', 'different', 'missing']),
  /** In words: type and address of a connection, value of a variable. */
  here: z.string(),
  there: z.string(),
});
export type PlannedNeed = z.infer<typeof PlannedNeed>;

export const PlannedFlow = z.object({
  flowId: z.string(),
  flowName: z.string(),
  /** Version here. */
  version: z.int(),
  state: z.enum(['same', 'new', 'changed']),
  /** Version there that is replaced. */
  replaces: z.int().optional(),
  /** Why it cannot be promoted. */
  obstacles: z.array(z.string()),
  /** What somebody has to agree to. */
  questions: z.array(z.string()),
  /** What it means differently from what runs there: steps, wires, scripts, settings, samples. */
  changes: z.array(
    Told.extend({
      lines: z.array(z.string()).describe('Field by field; lines of scripts begin with +, - or a blank.'),
    }),
  ),
  needs: z.array(PlannedNeed),
});
export type PlannedFlow = z.infer<typeof PlannedFlow>;

/** Everything that is different between two environments in what is to be promoted, and what stands in the way. */
export const PromotionPlan = z.object({
  from: z.string(),
  to: z.string(),
  /** In the order in which they are published: what is called comes first. */
  flows: z.array(PlannedFlow),
  /** Contracts and tables that the flows name: there, as against here. */
  around: z.array(Told),
});
export type PromotionPlan = z.infer<typeof PromotionPlan>;

/** What became of one flow. */
export const PromotedFlow = z.object({
  flowId: z.string(),
  flowName: z.string(),
  /** Version here, and the one that was made there. */
  version: z.int(),
  becomes: z.int().optional(),
  /** Why it was not published there: a review is asked for, samples fail. Its draft is there. */
  refused: z.string().optional(),
});
export type PromotedFlow = z.infer<typeof PromotedFlow>;

export const Promotion = z.object({
  id: z.uuid(),
  environment: z.string(),
  url: z.string(),
  flows: z.array(PromotedFlow),
  reason: z.string(),
  by: z.string(),
  at: Instant,
});
export type Promotion = z.infer<typeof Promotion>;

const ByName = z.object({ name: EnvironmentName });

export const listEnvironments = endpoint({
  id: 'listEnvironments',
  method: 'get',
  path: '/environments',
  tag: 'Promotion',
  summary: 'List the installations that flows are promoted to',
  ok: z.object({
    /** What this installation is called. */
    here: z.string().optional(),
    environments: z.array(EnvironmentView),
  }),
  problems: [],
});

export const putEnvironment = endpoint({
  id: 'putEnvironment',
  method: 'put',
  path: '/environments/:name',
  tag: 'Promotion',
  summary: 'Register another installation. A token left out keeps its value, an empty one is removed',
  params: ByName,
  body: z.object({ url: z.url({ protocol: /^https?$/ }).max(500), token: z.string().max(4000).optional(), by: Person }),
  ok: EnvironmentView,
  problems: [],
});

export const removeEnvironment = endpoint({
  id: 'removeEnvironment',
  method: 'delete',
  path: '/environments/:name',
  tag: 'Promotion',
  summary: 'Forget another installation; what was promoted there stays in the history',
  params: ByName,
  ok: z.object({ removed: z.literal(true) }),
  problems: ['not-found'],
});

export const planPromotion = endpoint({
  id: 'planPromotion',
  method: 'post',
  path: '/environments/:name/plan',
  tag: 'Promotion',
  summary: 'Compare published flows with what another installation has: every difference, and what stands in the way',
  params: ByName,
  body: z.object({ flows: z.array(FlowId).max(1000).describe('All published flows when empty.') }),
  ok: PromotionPlan,
  problems: ['not-found', 'environment-unreachable'],
});

export const promoteFlows = endpoint({
  id: 'promoteFlows',
  method: 'post',
  path: '/environments/:name/promotions',
  tag: 'Promotion',
  summary: 'Publish flows at another installation, by the plan as it is now; refused when something is missing there',
  params: ByName,
  body: z.object({
    flows: z.array(FlowId).min(1).max(1000),
    reason: z.string().trim().min(3).max(1000),
    by: Person,
    accept: z.boolean().default(false).describe('What the plan asks is answered with yes.'),
  }),
  ok: Promotion,
  status: 201,
  problems: ['not-found', 'environment-unreachable', 'promotion-refused'],
});

export const listPromotions = endpoint({
  id: 'listPromotions',
  method: 'get',
  path: '/promotions',
  tag: 'Promotion',
  summary: 'What was promoted from here, newest first',
  query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  ok: z.object({ promotions: z.array(Promotion) }),
  problems: [],
});

export const getFlowThere = endpoint({
  id: 'getFlowThere',
  method: 'get',
  path: '/environments/:name/flows/:flowId',
  tag: 'Promotion',
  summary: 'Read the version of a flow that runs at another installation',
  params: ByName.extend({ flowId: FlowId }),
  ok: z.object({ version: z.int(), flow: Flow, url: z.string() }),
  problems: ['not-found', 'environment-unreachable'],
});
