import { z } from 'zod';
import { Json } from '../run/json.ts';
import { FlowEdge, FlowGroup, FlowNode, FlowNote, FlowSettings, NodePolicy } from './flow.ts';
import { FlowTest } from './flow-test.ts';
import { MapSample } from './map-sample.ts';
import { PinnedSample } from './pinned-sample.ts';

const Place = z.object({ x: z.number(), y: z.number() });

/** What a person does to a flow, as plain data. Shared by the canvas, undo, the CLI and the diff. */
export const FlowEdit = z.discriminatedUnion('type', [
  /** `at`: index in `nodes`, the end when absent (order decides command order and expression precedence). */
  z.object({
    type: z.literal('node.add'),
    node: FlowNode,
    position: Place.optional(),
    at: z.int().optional(),
  }),
  /** Removes the node, of a scope its body too, with their positions and every edge that touches them. */
  z.object({ type: z.literal('node.remove'), node: z.string() }),
  /** Another step in the place of the one with this id: what leads to it, mentions it or hangs from it stays. */
  z.object({ type: z.literal('node.replace'), node: FlowNode }),
  z.object({
    type: z.literal('node.rename'),
    node: z.string(),
    name: z.string(),
  }),
  /** Puts a node into the body of a scope; `null` takes it to the top. Its edges stay: those that stray are for the caller. */
  z.object({ type: z.literal('node.scope'), node: z.string(), scope: z.string().nullable() }),
  /** Folds the body of a scope away, or out. */
  z.object({ type: z.literal('node.collapse'), node: z.string(), collapsed: z.boolean() }),
  z.object({
    type: z.literal('node.params'),
    node: z.string(),
    params: z.record(z.string(), Json),
  }),
  z.object({
    type: z.literal('node.policy'),
    node: z.string(),
    policy: NodePolicy,
  }),
  /** All samples of a map; none takes them away. */
  z.object({ type: z.literal('node.samples'), node: z.string(), samples: z.array(MapSample) }),
  /** Several boxes at once: one drag of a selection is one edit. `null` forgets a position. */
  z.object({
    type: z.literal('node.move'),
    positions: z.record(z.string(), Place.nullable()),
  }),
  z.object({
    type: z.literal('edge.add'),
    edge: FlowEdge,
    at: z.int().optional(),
  }),
  z.object({ type: z.literal('edge.remove'), edge: FlowEdge }),
  z.object({ type: z.literal('note.put'), note: FlowNote, at: z.int().optional() }),
  z.object({ type: z.literal('note.remove'), note: z.string() }),
  /** A new group, or a group as it is from now on. */
  z.object({ type: z.literal('group.put'), group: FlowGroup, at: z.int().optional() }),
  /** Lets the steps go on by themselves, and groups in it go to the group around it; none of them is removed. */
  z.object({ type: z.literal('group.remove'), group: z.string() }),
  /** Pins a sample to a step, or takes it away (`null`). */
  z.object({ type: z.literal('node.pin'), node: z.string(), sample: PinnedSample.nullable() }),
  z.object({ type: z.literal('flow.rename'), name: z.string() }),
  z.object({ type: z.literal('flow.settings'), settings: FlowSettings }),
  z.object({ type: z.literal('flow.tests'), tests: z.array(FlowTest) }),
  /** One gesture made of several edits, applied in order, undone in reverse. */
  z.object({
    type: z.literal('batch'),
    label: z.string(),
    get edits() {
      return z.array(FlowEdit);
    },
  }),
]);
export type FlowEdit = z.infer<typeof FlowEdit>;
