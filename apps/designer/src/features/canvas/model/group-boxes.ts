import { byId, type Flow, type FlowGroup, type FlowNode, type Position, scopesAround } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { around, type Box, cardBox, type Frame } from './frames.ts';
import { CARD_WIDTH, HEADER_HEIGHT } from './geometry.ts';
import { groupOf, groupsOf, insideGroup, membersOf, outwards } from './groups.ts';

/** A group as it is drawn: around its steps, or one card in the place of the first of them. */
export interface GroupBox extends Box {
  readonly group: FlowGroup;
  readonly count: number;
  /** Frames and groups around it: what has fewer is drawn first. */
  readonly level: number;
}

interface Drawn {
  readonly places: Readonly<Record<string, Position>>;
  readonly frames: readonly Frame[];
  readonly catalogue: Catalogue;
}

/** The boxes of the groups that are drawn. `frames` lie in the groups of their scopes. */
export function groupBoxes(flow: Flow, drawn: Drawn): readonly GroupBox[] {
  const groups = groupsOf(flow);
  if (groups.length === 0) return [];
  const nodes = byId(flow.nodes);
  const foldedScopes = new Set(flow.layout.collapsed);
  const inFolded = (outer: readonly FlowGroup[]) => outer.some(({ collapsed }) => collapsed === true);
  const made = new Map<string, Box>();
  // The inner ones first: a group goes around them.
  const inside = groups.toSorted((a, b) => outwards(flow, b).length - outwards(flow, a).length);
  for (const group of inside) {
    const box = boxOf(group, { ...drawn, nodes, inner: groups.flatMap((one) => innerBox(one, group, made)) });
    if (box !== undefined) made.set(group.id, box);
  }
  return groups.flatMap((group): GroupBox[] => {
    const box = made.get(group.id);
    const outer = outwards(flow, group).slice(1);
    if (box === undefined || inFolded(outer)) return [];
    const members = membersOf(flow, group);
    const scopes = scopesAround(nodes, members[0] ?? '');
    if (scopes.some((id) => foldedScopes.has(id) || inFolded(outwards(flow, groupOf(flow, id))))) return [];
    const level = outer.length + levelIn(flow, scopes);
    return [{ ...box, group, count: insideGroup(flow, group).length, level }];
  });
}

function innerBox({ id, parent }: FlowGroup, group: FlowGroup, made: ReadonlyMap<string, Box>): readonly Box[] {
  const box = parent === group.id ? made.get(id) : undefined;
  return box === undefined ? [] : [box];
}

interface Around extends Drawn {
  readonly nodes: ReadonlyMap<string, FlowNode>;
  /** Of the groups in it. */
  readonly inner: readonly Box[];
}

/** Where a group lies; `undefined` when nothing is in it. */
function boxOf(group: FlowGroup, { nodes, places, frames, catalogue, inner }: Around): Box | undefined {
  const boxes = group.nodes.flatMap((id): Box[] => {
    const node = nodes.get(id);
    const place = places[id];
    if (node === undefined || place === undefined) return [];
    const frame = frames.find(({ scope }) => scope === id);
    return frame === undefined ? [cardBox(node, place, catalogue)] : [cardBox(node, place, catalogue), frame];
  });
  const all = [...boxes, ...inner];
  if (all.length === 0) return undefined;
  if (group.collapsed !== true) return around(all);
  const corner = { x: Math.min(...all.map(({ x }) => x)), y: Math.min(...all.map(({ y }) => y)) };
  return { ...corner, width: CARD_WIDTH, height: HEADER_HEIGHT };
}

/** How many frames and groups lie around what is in the body of `scopes[0]`, the frame itself included. */
export function levelIn(flow: Flow, scopes: readonly string[]): number {
  return scopes.reduce((level, id) => level + 1 + outwards(flow, groupOf(flow, id)).length, 0);
}
