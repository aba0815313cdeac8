import { z } from 'zod';
import { Flow, FlowId, FlowLayer } from '../graph/flow.ts';
import { Issue } from '../graph/issue.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';
import { FlowPause } from './pauses.ts';
import { SampleOverride } from './samples.ts';

const ByFlow = z.object({ flowId: FlowId });
const Instant = z.iso.datetime();

export const RunCounts = z.object({
  queued: z.int(),
  running: z.int(),
  waiting: z.int(),
  done: z.int(),
  exception: z.int(),
  cancelled: z.int(),
});
export type RunCounts = z.infer<typeof RunCounts>;

/** A published version of a flow that others can call, and what it promises them. */
export const FlowRelease = z.object({ version: z.int(), semver: z.string() });
export type FlowRelease = z.infer<typeof FlowRelease>;

/** A flow as the list shows it. */
export const FlowSummary = z.object({
  id: FlowId,
  name: z.string(),
  description: z.string().optional(),
  /** Of the published version, the draft's while there is none. */
  layer: FlowLayer.optional(),
  /** Newest published version; absent while never published. */
  publishedVersion: z.int().optional(),
  publishedAt: Instant.optional(),
  /** The newest version of each major, oldest first: what ranges such as `^1` get. Absent where nobody could ever call it. */
  releases: z.array(FlowRelease).optional(),
  /** True when the draft's content hash differs from the published one's. */
  changed: z.boolean(),
  updatedAt: Instant,
  /** Types of the triggers, and the hook addresses (`/hooks/...`) of the published version. */
  triggers: z.array(z.object({ type: z.string(), path: z.string().optional() })),
  /** Absent while the flow is not paused. */
  paused: FlowPause.optional(),
  /** Keys that failed runs block, and runs that wait for their turn; absent while there are none. */
  lanes: z.object({ blocked: z.int(), waiting: z.int() }).optional(),
  /** Runs of the last 24 hours. */
  runs24h: RunCounts,
});
export type FlowSummary = z.infer<typeof FlowSummary>;

/** The draft with what is needed to save and publish it safely. */
export const FlowDraft = z.object({
  flow: Flow,
  /** Grows with every saved draft; sent back as `basedOn`. */
  revision: z.int(),
  savedAt: Instant,
  hash: z.string(),
  published: z.object({ version: z.int(), hash: z.string(), publishedAt: Instant }).optional(),
});
export type FlowDraft = z.infer<typeof FlowDraft>;

export const FlowVersion = z.object({
  flowId: FlowId,
  version: z.int(),
  hash: z.string(),
  note: z.string(),
  publishedAt: Instant,
  publishedBy: z.string(),
  /** There although samples failed; absent where all passed. */
  override: SampleOverride.optional(),
  /** Who approved it, where a review was asked for. */
  reviewedBy: z.string().optional(),
  /**
   * `2.1.0`: what it promises those who call it, told by comparing its contracts with the release before. Major: calls that were right may be
   * wrong. Minor: more is taken or promised. Absent where nobody can call it.
   */
  semver: z.string().optional(),
});
export type FlowVersion = z.infer<typeof FlowVersion>;

export const listFlows = endpoint({
  id: 'listFlows',
  method: 'get',
  path: '/flows',
  tag: 'Flows',
  summary: 'List flows',
  ok: z.object({ flows: z.array(FlowSummary) }),
  problems: [],
});

export const createFlow = endpoint({
  id: 'createFlow',
  method: 'post',
  path: '/flows',
  tag: 'Flows',
  summary: 'Create a flow as a draft',
  body: z.object({ flow: Flow }),
  ok: FlowDraft,
  status: 201,
  problems: ['flow-exists'],
});

export const importFlows = endpoint({
  id: 'importFlows',
  method: 'post',
  path: '/flows/import',
  tag: 'Flows',
  summary: 'Make documents the drafts of their flows, all or none, creating flows that are not there',
  body: z.object({
    flows: z.array(Flow).min(1).max(1000),
    takeOver: z
      .boolean()
      .default(false)
      .describe('Also drafts that a page has open for writing; that page is told. Else such an import is refused.'),
    by: z.string().trim().min(1).max(120).default('import'),
  }),
  ok: z.object({
    flows: z.array(z.object({ flowId: FlowId, result: z.enum(['created', 'saved', 'unchanged']), revision: z.int() })),
  }),
  problems: ['flow-exists', 'draft-conflict', 'draft-held'],
});

export const getDraft = endpoint({
  id: 'getDraft',
  method: 'get',
  path: '/flows/:flowId/draft',
  tag: 'Flows',
  summary: 'Read the draft of a flow',
  params: ByFlow,
  ok: FlowDraft,
  problems: ['not-found'],
});

export const saveDraft = endpoint({
  id: 'saveDraft',
  method: 'put',
  path: '/flows/:flowId/draft',
  tag: 'Flows',
  summary: 'Save the draft of a flow',
  params: ByFlow,
  body: z.object({
    flow: Flow,
    basedOn: z.int().describe('Revision the author began from.'),
    session: z.string().max(64).optional().describe('Page that saves: refused while another page writes the draft.'),
  }),
  ok: z.object({ revision: z.int(), savedAt: Instant, hash: z.string() }),
  problems: ['not-found', 'draft-conflict', 'draft-held'],
});

export const deleteFlow = endpoint({
  id: 'deleteFlow',
  method: 'delete',
  path: '/flows/:flowId',
  tag: 'Flows',
  summary: 'Delete a flow; its hooks close, its runs and versions are kept',
  params: ByFlow,
  ok: z.object({ deleted: z.literal(true) }),
  problems: ['not-found', 'flow-serves'],
});

export const checkFlow = endpoint({
  id: 'checkFlow',
  method: 'post',
  path: '/flows/:flowId/check',
  tag: 'Flows',
  summary: 'Check a flow as publishing would: graph, parameters, scripts, hook addresses, connections',
  params: ByFlow,
  body: z.object({ flow: Flow }),
  ok: z.object({ issues: z.array(Issue) }),
  problems: [],
});

export const publishFlow = endpoint({
  id: 'publishFlow',
  method: 'post',
  path: '/flows/:flowId/versions',
  tag: 'Flows',
  summary: 'Publish the next version of a flow',
  params: ByFlow,
  body: z.object({
    flow: Flow,
    basedOn: z.int().min(0).describe('Published version the author began from, 0 when there was none.'),
    note: z.string().max(2000),
    by: z.string().max(120).default('analyst'),
    override: z
      .object({ reason: z.string().trim().min(3).max(2000) })
      .optional()
      .describe('Publish although samples fail, where the installation allows it. Kept with the version.'),
    semver: z
      .string()
      .regex(/^[1-9]\d{0,5}(\.\d{1,6}){2}$/)
      .optional()
      .describe('What the version is called where it comes from: kept, unless it breaks more here.'),
  }),
  ok: FlowVersion,
  status: 201,
  problems: ['not-found', 'flow-invalid', 'samples-failed', 'review-required', 'flow-version-conflict', 'path-taken'],
});

export const listVersions = endpoint({
  id: 'listVersions',
  method: 'get',
  path: '/flows/:flowId/versions',
  tag: 'Flows',
  summary: 'List the published versions of a flow, newest first',
  params: ByFlow,
  ok: z.object({ versions: z.array(FlowVersion) }),
  problems: ['not-found'],
});

export const getVersion = endpoint({
  id: 'getVersion',
  method: 'get',
  path: '/flows/:flowId/versions/:version',
  tag: 'Flows',
  summary: 'Read a published version',
  params: z.object({ flowId: FlowId, version: z.coerce.number().int() }),
  ok: FlowVersion.extend({ flow: Flow }),
  problems: ['not-found'],
});

export const testRun = endpoint({
  id: 'testRun',
  method: 'post',
  path: '/flows/:flowId/test-runs',
  tag: 'Flows',
  summary:
    'Run a draft once with a sample message. Systems are called for real, under the connections of this environment',
  params: ByFlow,
  body: z.object({
    flow: Flow,
    node: z.string().optional().describe('Trigger node; the first when absent.'),
    message: Json,
  }),
  ok: z.object({ runId: z.string() }),
  status: 202,
  problems: ['flow-invalid', 'overloaded'],
});

export const startRun = endpoint({
  id: 'startRun',
  method: 'post',
  path: '/flows/:flowId/runs',
  tag: 'Runs',
  summary: 'Start a run of the published version by hand',
  params: ByFlow,
  body: z.object({
    node: z.string().optional(),
    message: Json,
    by: z.string().max(120).default('analyst'),
  }),
  ok: z.object({ runId: z.string(), statusUrl: z.string() }),
  status: 202,
  problems: ['not-found', 'flow-paused', 'quota-exceeded', 'overloaded'],
});
