import {
  applyEdit,
  bodyOf,
  byId,
  type Flow,
  type FlowEdge,
  type FlowEdit,
  type FlowNode,
  type Position,
  SCOPE_PORT,
  sameEdge,
  staysInScope,
} from '@lockstep/schema/graph';
import { type Catalogue, type NodeDefinition, portsOf } from '@lockstep/schema/node';
import type { Selection } from '../../../stores/selection-slice.ts';
import { edgeId } from '../../../stores/selection-slice.ts';
import { frameAt, framesOf, scopeBehind, scopesAfterDrag, withBodies } from './frames.ts';
import { isLowPort } from './geometry.ts';
import { groupUnder, joinGroups } from './group-drops.ts';
import { groupBetween, partFromGroups, regroup, withoutMembers } from './group-edits.ts';
import { freshId, freshName, slugOf } from './ids.ts';
import { freePlace, makeRoom, placeAfter, placesOf, snap } from './places.ts';

/** Where a new step goes. */
export type AddTarget =
  /** At a place, joined to nothing; `exact` keeps the place even when it covers another step. */
  | { readonly kind: 'place'; readonly at: Position; readonly exact?: boolean }
  /** Behind a port, and joined to it; at `at` when the pointer says where. */
  | { readonly kind: 'port'; readonly from: string; readonly port: string; readonly at?: Position }
  /** Into an edge: the edge is split and what follows makes room. */
  | { readonly kind: 'edge'; readonly edge: FlowEdge };

export interface Added {
  readonly edit: FlowEdit;
  readonly id: string;
}

/** The edit that adds a step of a type, with its defaults, as one gesture. In a frame it becomes part of the body. */
export function addStep(
  flow: Flow,
  definition: NodeDefinition,
  params: FlowNode['params'],
  target: AddTarget,
  catalogue: Catalogue,
): Added {
  const ids = new Set(flow.nodes.map(({ id }) => id));
  const names = new Set(flow.nodes.map(({ name }) => name));
  const name = freshName(definition.ui.label, names);
  const id = freshId(slugOf(definition.type.split('.').at(-1) ?? definition.type), ids);
  const isOutside = definition.kind === 'trigger' || definition.responds;
  const scope = isOutside ? undefined : scopeFor(flow, target, catalogue);
  const base: FlowNode = { id, type: definition.type, version: definition.version, name, params, policy: {} };
  const node: FlowNode = scope === undefined ? base : { ...base, scope };
  const batch = (position: Position, before: readonly FlowEdit[], after: readonly FlowEdit[]): Added => {
    const group =
      target.kind === 'edge'
        ? groupBetween(flow, target.edge.from, target.edge.to)
        : groupUnder(flow, { place: position, scope, places: placesOf(flow), catalogue });
    const join = group === undefined ? [] : regroup(flow, { steps: new Map([[id, group.id]]), groups: new Map() });
    const edits: FlowEdit[] = [...before, { type: 'node.add', node, position }, ...join, ...after];
    return { id, edit: { type: 'batch', label: `add “${name}”`, edits } };
  };
  switch (target.kind) {
    case 'place':
      return batch(target.exact === true ? snap(target.at) : freePlace(flow, target.at), [], []);
    case 'port': {
      const index = portIndex(flow, target.from, target.port);
      const at = target.at ?? placeAfter(flow, target.from, index, target.port);
      const join: FlowEdit = { type: 'edge.add', edge: { from: target.from, port: target.port, to: id } };
      return batch(snap(at), [], definition.kind === 'trigger' ? [] : [join]);
    }
    case 'edge': {
      const { edge } = target;
      const [out] = portsOf(definition, params);
      const { at, moved } = makeRoom(flow, edge.from, edge.to);
      const shift: FlowEdit[] = Object.keys(moved).length === 0 ? [] : [{ type: 'node.move', positions: { ...moved } }];
      const rejoin: FlowEdit[] = [
        { type: 'edge.add', edge: { ...edge, to: id } },
        ...(out === undefined || isLowPort(out)
          ? []
          : [{ type: 'edge.add', edge: { from: id, port: out, to: edge.to } } as const]),
      ];
      if (definition.kind === 'trigger') return batch(at, shift, []);
      return batch(at, [{ type: 'edge.remove', edge }, ...shift], rejoin);
    }
    default:
      return target satisfies never;
  }
}

function scopeFor(flow: Flow, target: AddTarget, catalogue: Catalogue): string | undefined {
  switch (target.kind) {
    case 'place':
      return frameAt(framesOf(flow, placesOf(flow), catalogue), target.at);
    case 'port':
      return scopeBehind(flow, target.from, target.port, catalogue);
    case 'edge':
      return flow.nodes.find(({ id }) => id === target.edge.to)?.scope;
    default:
      return target satisfies never;
  }
}

function portIndex(flow: Flow, from: string, port: string): number {
  const used = [...new Set(flow.edges.filter((edge) => edge.from === from).map((edge) => edge.port))];
  const index = used.indexOf(port);
  return index === -1 ? used.filter((other) => !isLowPort(other)).length : index;
}

/**
 * The edit that deletes what is selected; `undefined` when nothing is. With `heal`, what led into a deleted step leads
 * on to what followed it on its first good port.
 */
export function deleteSelection(flow: Flow, selection: Selection, heal: boolean): FlowEdit | undefined {
  const chosen = selection.nodes.filter((id) => flow.nodes.some((node) => node.id === id));
  // A scope takes its body along.
  const bodies = new Set(chosen.flatMap((id) => bodyOf(flow, id)));
  const named = [...new Set(chosen)].filter((id) => !bodies.has(id));
  const nodes = new Set([...named, ...bodies]);
  const edges = flow.edges.filter(
    (edge) => selection.edges.includes(edgeId(edge)) && !nodes.has(edge.from) && !nodes.has(edge.to),
  );
  const notes = selection.notes.filter((id) => flow.layout.notes.some((note) => note.id === id));
  const edits: FlowEdit[] = [
    ...edges.map((edge): FlowEdit => ({ type: 'edge.remove', edge })),
    ...withoutMembers(flow, nodes),
    ...named.map((node): FlowEdit => ({ type: 'node.remove', node })),
    ...notes.map((note): FlowEdit => ({ type: 'note.remove', note })),
    ...(heal ? healedEdges(flow, nodes).map((edge): FlowEdit => ({ type: 'edge.add', edge })) : []),
  ];
  if (edits.length === 0) return undefined;
  return { type: 'batch', label: deleteLabel(flow, named, edges.length, notes.length), edits };
}

function deleteLabel(flow: Flow, nodes: readonly string[], edges: number, notes: number): string {
  const [only] = nodes;
  if (nodes.length === 1) return `delete “${flow.nodes.find(({ id }) => id === only)?.name ?? only}”`;
  if (nodes.length > 1) return `delete ${nodes.length} steps`;
  if (edges > 0) return edges === 1 ? 'delete edge' : `delete ${edges} edges`;
  return notes === 1 ? 'delete note' : `delete ${notes} notes`;
}

/** Edges that close the gap a set of steps leaves. */
function healedEdges(flow: Flow, gone: ReadonlySet<string>): readonly FlowEdge[] {
  const onward = (id: string, seen: ReadonlySet<string>): readonly string[] => {
    if (!gone.has(id)) return [id];
    if (seen.has(id)) return [];
    const leaving = flow.edges.filter((edge) => edge.from === id && !isLowPort(edge.port) && edge.port !== SCOPE_PORT);
    const first = leaving[0]?.port;
    return leaving.filter((edge) => edge.port === first).flatMap((edge) => onward(edge.to, new Set([...seen, id])));
  };
  const healed: FlowEdge[] = [];
  for (const edge of flow.edges) {
    if (gone.has(edge.from) || !gone.has(edge.to)) continue;
    for (const to of onward(edge.to, new Set())) {
      const next = { from: edge.from, port: edge.port, to };
      if (to !== edge.from && ![...flow.edges, ...healed].some((other) => sameEdge(other, next))) healed.push(next);
    }
  }
  return healed;
}

/** Moves steps by a distance, bodies with their scopes: Ctrl with the arrows. */
export function nudge(flow: Flow, ids: readonly string[], by: Position): FlowEdit | undefined {
  const places = placesOf(flow);
  const moved = ids.flatMap((id) => {
    const place = places[id];
    return place === undefined ? [] : [[id, { x: place.x + by.x, y: place.y + by.y }] as const];
  });
  if (moved.length === 0) return undefined;
  return { type: 'node.move', positions: { ...withBodies(flow, Object.fromEntries(moved), places) } };
}

/**
 * The edits of a drag: new places, bodies with their scopes; steps let go in a frame become part of that body, and steps drawn
 * out of one leave it. Edges that would cross a border go. What is let go in a group joins it. `held`: scopes whose frames are dragged.
 */
export function moveSteps(
  flow: Flow,
  moved: Readonly<Record<string, Position>>,
  catalogue: Catalogue,
  held: readonly string[] = [],
): readonly FlowEdit[] {
  if (Object.keys(moved).length === 0) return [];
  const places = placesOf(flow);
  const positions = withBodies(flow, moved, places);
  const changed = scopesAfterDrag(flow, {
    moved: positions,
    places: { ...places, ...positions },
    catalogue,
    held,
  });
  const edits: FlowEdit[] = [{ type: 'node.move', positions: { ...positions } }, ...rescope(flow, changed)];
  const after = applyEdit(flow, { type: 'batch', label: '', edits });
  return [...edits, ...joinGroups(after, { moved, places: placesOf(after), catalogue, held })];
}

/** The edits that put steps into scopes, or outside with `null`; what they were joined to on the other side is let go. */
export function rescope(flow: Flow, changed: Readonly<Record<string, string | null>>): readonly FlowEdit[] {
  const scopes = Object.entries(changed);
  if (scopes.length === 0) return [];
  const after = byId(
    flow.nodes.map(({ id, scope }) => {
      const next = Object.hasOwn(changed, id) ? (changed[id] ?? undefined) : scope;
      return next === undefined ? { id } : { id, scope: next };
    }),
  );
  const before = byId(flow.nodes);
  const leadsIn = ({ from, port, to }: FlowEdge, nodes: ReadonlyMap<string, { readonly scope?: string | undefined }>) =>
    port === SCOPE_PORT && nodes.get(to)?.scope === from;
  // What led into a body would lead beside its scope, where nothing goes item by item.
  const strayed = flow.edges.filter(
    (edge) => !staysInScope(edge, after) || (leadsIn(edge, before) && !leadsIn(edge, after)),
  );
  return [
    ...strayed.map((edge): FlowEdit => ({ type: 'edge.remove', edge })),
    ...partFromGroups(flow, changed, after),
    ...scopes.map(([node, scope]): FlowEdit => ({ type: 'node.scope', node, scope })),
  ];
}
