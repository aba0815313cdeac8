import {
  bodyOf,
  type Flow,
  FlowEdge,
  type FlowEdit,
  FlowGroup,
  FlowNode,
  type Position,
  scopesAround,
} from '@lockstep/schema/graph';
import { z } from 'zod';
import type { Selection } from '../../../stores/selection-slice.ts';
import { groupsOf, membersOf } from './groups.ts';
import { freshId, freshName } from './ids.ts';
import { withMentions } from './mentions.ts';
import { placesOf, snap } from './places.ts';

const Place = z.object({ x: z.number(), y: z.number() });

/** Steps as they travel over the clipboard: JSON a person can read, keep and paste elsewhere. */
export const Clip = z.object({
  lockstep: z.literal('steps'),
  nodes: z.array(FlowNode).min(1).max(2000),
  edges: z.array(FlowEdge),
  places: z.record(z.string(), Place),
  /** Groups of which every step comes along. */
  groups: z.array(FlowGroup).optional(),
});
export type Clip = z.infer<typeof Clip>;

/** The selected steps, scopes with their bodies, and the edges among them; `undefined` when no step is selected. */
export function copySteps(flow: Flow, selection: Selection): Clip | undefined {
  const chosen = new Set(selection.nodes.flatMap((id) => [id, ...bodyOf(flow, id)]));
  const nodes = flow.nodes.filter(({ id }) => chosen.has(id));
  if (nodes.length === 0) return undefined;
  const places = placesOf(flow);
  const groups = groupsOf(flow).filter((group) => {
    const members = membersOf(flow, group);
    return members.length > 0 && members.every((id) => chosen.has(id));
  });
  return {
    lockstep: 'steps',
    nodes,
    ...(groups.length > 0 && { groups: [...groups] }),
    edges: flow.edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to)),
    places: Object.fromEntries(nodes.map(({ id }) => [id, places[id] ?? { x: 0, y: 0 }])),
  };
}

/** What a clipboard text holds, when it holds steps: a clip of ours, or a whole flow document. */
export function parseClip(text: string): Clip | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const clip = Clip.safeParse(value);
  if (clip.success) return clip.data;
  const whole = z
    .object({ nodes: Clip.shape.nodes, edges: Clip.shape.edges, layout: z.object({ nodes: Clip.shape.places }) })
    .safeParse(value);
  if (!whole.success) return undefined;
  const { nodes, edges, layout } = whole.data;
  return { lockstep: 'steps', nodes, edges, places: layout.nodes };
}

export interface Pasted {
  readonly edit: FlowEdit;
  readonly ids: readonly string[];
}

export interface PasteOptions {
  readonly label?: string;
  /** Scope of the steps whose own does not come along. */
  readonly scopeOf?: (node: FlowNode) => string | undefined;
}

/**
 * The edit that puts a clip into a flow, its upper left corner at `at`. Ids and names that are taken are renamed, and
 * so are the mentions of those ids in the expressions and scripts that came along; edges among the steps are kept, and so
 * are bodies whose scope came along.
 */
export function pasteSteps(flow: Flow, clip: Clip, at: Position, options: PasteOptions = {}): Pasted {
  const { label = 'paste', scopeOf } = options;
  const ids = new Set(flow.nodes.map(({ id }) => id));
  const names = new Set(flow.nodes.map(({ name }) => name));
  const renamed = new Map<string, string>();
  for (const { id } of clip.nodes) {
    const next = freshId(id, ids);
    ids.add(next);
    renamed.set(id, next);
  }
  const rename = (id: string) => {
    const next = renamed.get(id);
    return next === undefined || next === id ? undefined : [next];
  };
  const known = clip.nodes.flatMap(({ id }) => clip.places[id] ?? []);
  const left = Math.min(...known.map(({ x }) => x), Number.POSITIVE_INFINITY);
  const top = Math.min(...known.map(({ y }) => y), Number.POSITIVE_INFINITY);
  const nodes = outermostFirst(clip.nodes).map(({ scope: before, ...node }): FlowEdit => {
    const scope = renamed.get(before ?? '') ?? scopeOf?.({ ...node, ...(before !== undefined && { scope: before }) });
    const name = freshName(node.name, names);
    names.add(name);
    const place = clip.places[node.id] ?? { x: left, y: top };
    const offset = { x: place.x - left || 0, y: place.y - top || 0 };
    return {
      type: 'node.add',
      node: {
        ...node,
        name,
        id: renamed.get(node.id) ?? node.id,
        params: withMentions(node, rename).params,
        ...(scope !== undefined && { scope }),
      },
      position: snap({ x: at.x + offset.x, y: at.y + offset.y }),
    };
  });
  const edges = clip.edges.flatMap((edge): FlowEdit[] => {
    const [from, to] = [renamed.get(edge.from), renamed.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ type: 'edge.add', edge: { ...edge, from, to } }];
  });
  const taken = new Set(groupsOf(flow).map(({ id }) => id));
  const groupIds = new Map<string, string>();
  for (const { id } of clip.groups ?? []) {
    const next = freshId(id, taken);
    taken.add(next);
    groupIds.set(id, next);
  }
  const groups = (clip.groups ?? []).map(({ parent: before, ...group }): FlowEdit => {
    const parent = groupIds.get(before ?? '');
    const nodes = group.nodes.flatMap((node) => renamed.get(node) ?? []);
    const id = groupIds.get(group.id) ?? group.id;
    return { type: 'group.put', group: { ...group, id, nodes, ...(parent !== undefined && { parent }) } };
  });
  const count = clip.nodes.length;
  return {
    edit: {
      type: 'batch',
      label: `${label} ${count} ${count === 1 ? 'step' : 'steps'}`,
      edits: [...nodes, ...edges, ...groups],
    },
    ids: [...renamed.values()],
  };
}

/** Scopes before what lies in them: so a paste is undone from the inside, and taking a scope away takes nothing else along. */
function outermostFirst(nodes: readonly FlowNode[]): readonly FlowNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depthOf = ({ id }: FlowNode) => scopesAround(byId, id).length;
  return nodes.toSorted((a, b) => depthOf(a) - depthOf(b));
}
