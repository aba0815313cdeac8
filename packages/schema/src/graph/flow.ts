import { z } from 'zod';
import { FailureKind } from '../run/failure.ts';
import { Json } from '../run/json.ts';
import { FlowTest } from './flow-test.ts';
import { FlowId, NodeId } from './ids.ts';
import { LaneSettings } from './lane.ts';
import { MAX_SAMPLES, MapSample } from './map-sample.ts';
import { MAX_PINNED, PinnedSample } from './pinned-sample.ts';
import { MAX_SEARCH_FIELDS, SearchField } from './search-fields.ts';

export { FlowId, NodeId };

/** Format of the flow document this code writes; older ones are brought up by `upgradeFlow`. */
export const FLOW_FORMAT = 1;

/** When and how a failed attempt is repeated. Only `transient` failures are. */
export const RetryPolicy = z.object({
  /** Attempts in all, the first included. 1 means no retry. */
  maxAttempts: z.int().min(1).max(50),
  /** Wait before the second attempt; doubles with each further one. */
  baseMs: z.int().min(10).max(3_600_000),
  /** Longest wait between two attempts, Retry-After included. */
  capMs: z.int().min(10).max(86_400_000),
  /** Share of the wait that chance takes away, 0 (none) to 1. */
  jitter: z.number().min(0).max(1),
});
export type RetryPolicy = z.infer<typeof RetryPolicy>;

/** What makes "not twice" true when the answer was lost. See architecture, section 4. */
export const EffectStrategy = z.enum(['key', 'upsert', 'look-up', 'once', 'safe']);
export type EffectStrategy = z.infer<typeof EffectStrategy>;

/** Longest deadline and SLA: a year. */
export const MAX_PROMISE_MS = 31_622_400_000;

/** What any node may have, whatever its type. */
export const NodePolicy = z.object({
  timeoutMs: z.int().min(10).max(3_600_000).optional(),
  retry: RetryPolicy.optional(),
  strategy: EffectStrategy.optional(),
  /** A disabled node passes its input on through its first port. */
  disabled: z.boolean().optional(),
  /** Answer used instead of the real step in tests. */
  mock: z.object({ port: z.string(), value: Json }).optional(),
  /** How long this stage may take, from its first attempt to its end, waits included. A breach is recorded, no more. */
  slaMs: z.int().min(10).max(MAX_PROMISE_MS).optional(),
  /** Which version of a table its look-ups read: the one published with the flow, or the newest when a run first asks. Pinned when absent. */
  tables: z.enum(['pinned', 'live']).optional(),
});
export type NodePolicy = z.infer<typeof NodePolicy>;

export const FlowNode = z.object({
  id: NodeId,
  /** Node type of the catalogue, for example `http-request`. */
  type: z.string().min(1),
  /** Version of the node type the parameters are written for. */
  version: z.int().min(1),
  /** What the analyst calls this step. */
  name: z.string().min(1).max(120),
  /** Values, or strings that begin with `=`: an expression over `input`, `steps`, `trigger`, `run`. */
  params: z.record(z.string(), Json),
  policy: NodePolicy,
  /** The scope (for-each, repeat-until, read-pages) whose body this node belongs to; absent outside of scopes. */
  scope: NodeId.optional(),
  /** What a map is tried with; absent where there is nothing. */
  samples: z.array(MapSample).min(1).max(MAX_SAMPLES).optional(),
});
export type FlowNode = z.infer<typeof FlowNode>;

export const FlowEdge = z.object({
  from: NodeId,
  port: z.string().min(1),
  to: NodeId,
});
export type FlowEdge = z.infer<typeof FlowEdge>;

const Position = z.object({ x: z.number(), y: z.number() });
export type Position = z.infer<typeof Position>;

/** What notes and groups are drawn in; the theme says which shade that is. */
export const LayoutColour = z.enum(['yellow', 'blue', 'green', 'red', 'violet', 'grey']);
export type LayoutColour = z.infer<typeof LayoutColour>;

/** A remark on the canvas, for people only. */
export const FlowNote = z.object({
  id: z.string(),
  /** Plain text with a few marks of Markdown: headings, lists, bold, italic, code, links. */
  text: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  /** Yellow when absent. */
  colour: LayoutColour.optional(),
});
export type FlowNote = z.infer<typeof FlowNote>;

/** Steps that people see as one thing. Means nothing to a run: a scope is what repeats, a group is what belongs together. */
export const FlowGroup = z.object({
  id: z.string().min(1),
  name: z.string().max(120),
  /** Its steps, but for those of the groups in it; a scope brings its body along. Ids that are not there mean nothing. */
  nodes: z.array(z.string()),
  /** Id of the group it lies in; absent at the top. */
  parent: z.string().min(1).optional(),
  /** Drawn as one card. */
  collapsed: z.boolean().optional(),
  /** Grey when absent. */
  colour: LayoutColour.optional(),
});
export type FlowGroup = z.infer<typeof FlowGroup>;

/** Where things lie on the canvas. Apart from the logic: never part of the content hash. */
export const FlowLayout = z.object({
  nodes: z.record(z.string(), Position),
  notes: z.array(FlowNote),
  /** Scopes whose body is folded away. Ids that are not there mean nothing. */
  collapsed: z.array(z.string()).optional(),
  groups: z.array(FlowGroup).max(500).optional(),
});
export type FlowLayout = z.infer<typeof FlowLayout>;

/**
 * What a flow is for. `system`: speaks to one system and offers capabilities of it; `process`: what the business does, by
 * capabilities and other flows, whatever systems there are; `experience`: what one channel sees of it.
 */
export const FlowLayer = z.enum(['system', 'process', 'experience']);
export type FlowLayer = z.infer<typeof FlowLayer>;

export const FlowSettings = z.object({
  description: z.string().max(2000).optional(),
  owner: z.string().max(120).optional(),
  /** What the flow may do and call follows from it; anything where it is absent. */
  layer: FlowLayer.optional(),
  /** Systems of record it may write for: fields of contracts that belong to others (`x-owner`) are refused. Anything where it is absent. */
  speaksFor: z.array(z.string().min(1).max(60)).max(10).optional(),
  /** How long a run may take from its acceptance; then it winds down and ends as an exception of category `timeout`. */
  deadlineMs: z.int().min(10).max(MAX_PROMISE_MS).optional(),
  /** How long a run should take from its acceptance. A breach is recorded and counted; the run goes on. */
  slaMs: z.int().min(10).max(MAX_PROMISE_MS).optional(),
  /** Publishing asks for the approval of another person. */
  review: z.literal('required').optional(),
  /** Keeps the runs of one key in order. */
  lane: LaneSettings.optional(),
  /** What runs are found by, beside their id and business key. */
  search: z.array(SearchField).max(MAX_SEARCH_FIELDS).optional(),
  /** Versions of the tables its look-ups read, by name; 0: only by steps that read the newest. Written when it is published. */
  tables: z.record(z.string(), z.int().min(0)).optional(),
});
export type FlowSettings = z.infer<typeof FlowSettings>;

/** A drawing: the whole document that is saved, versioned, diffed and run. */
export const Flow = z.object({
  format: z.literal(FLOW_FORMAT),
  id: FlowId,
  name: z.string().min(1).max(120),
  nodes: z.array(FlowNode).max(5000),
  edges: z.array(FlowEdge).max(20_000),
  layout: FlowLayout,
  settings: FlowSettings,
  tests: z.array(FlowTest),
  /**
   * What references to contracts meant when this document was published: `order` -> `1.4.0`. Written by publishing, so that
   * a version keeps its meaning whatever is published later. Not part of what people draw: never in the content hash.
   */
  pins: z.record(z.string(), z.string()).optional(),
  /** What steps are tried with, by id. Of the draft only: never in a version, never in the content hash. Ids that are not there mean nothing. */
  pinned: z
    .record(z.string(), PinnedSample)
    .refine((pinned) => Object.keys(pinned).length <= MAX_PINNED, `At most ${MAX_PINNED} steps have a pinned sample.`)
    .optional(),
});
export type Flow = z.infer<typeof Flow>;

/** Retry policy of a node that states none: used for nodes with an effect only. */
export const DEFAULT_RETRY: RetryPolicy = {
  maxAttempts: 5,
  baseMs: 500,
  capMs: 60_000,
  jitter: 0.2,
};
export const DEFAULT_TIMEOUT_MS = 30_000;

/** Every step that is not a trigger may fail; an edge that leaves here catches it. */
export const ERROR_PORT = 'error';

/**
 * Every step that writes may be undone: an edge from this port leads to the one step that does it. That step is no part of
 * the normal way; it runs when the run fails or is cancelled after the effect.
 */
export const UNDO_PORT = 'undo';

/** The port of a scope that leads into its body: once for each item, with the item as its value. */
export const SCOPE_PORT = 'each';

/** What travels out of the error port. */
export const ErrorOutput = z.object({
  error: z.object({
    kind: FailureKind,
    code: z.string(),
    message: z.string(),
    details: Json.optional(),
  }),
  input: Json,
});
export type ErrorOutput = z.infer<typeof ErrorOutput>;
