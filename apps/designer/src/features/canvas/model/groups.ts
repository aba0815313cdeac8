import { bodyOf, byId, type Flow, type FlowGroup, type Position, scopesAround } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { around, type Box, cardBox, type Frame } from './frames.ts';
import { CARD_WIDTH, HEADER_HEIGHT } from './geometry.ts';

const NO_GROUPS: readonly FlowGroup[] = [];
const GROUP_PREFIX = 'group:';

/** Id of a group on the canvas. */
export function groupNodeId(group: string): string {
  return `${GROUP_PREFIX}${group}`;
}

/** The group that a canvas node is; `undefined` for other nodes. */
export function groupOfNodeId(id: string): string | undefined {
  return id.startsWith(GROUP_PREFIX) ? id.slice(GROUP_PREFIX.length) : undefined;
}

export function groupsOf(flow: Flow): readonly FlowGroup[] {
  return flow.layout.groups ?? NO_GROUPS;
}

/** The group a step is a member of. */
export function groupOf(flow: Flow, node: string): FlowGroup | undefined {
  return groupsOf(flow).find(({ nodes }) => nodes.includes(node));
}

/** The members of a group that are there; the bodies of its scopes are not named. */
export function membersOf(flow: Flow, group: FlowGroup): readonly string[] {
  const there = new Set(flow.nodes.map(({ id }) => id));
  return group.nodes.filter((id) => there.has(id));
}

/** Everything that lies in a group: its members and the bodies of scopes among them. */
export function insideGroup(flow: Flow, group: FlowGroup): readonly string[] {
  return membersOf(flow, group).flatMap((id) => [id, ...bodyOf(flow, id)]);
}

/** True when all members of a group are selected: then the group is what is selected. */
export function isGroupSelected(flow: Flow, group: FlowGroup, selected: readonly string[]): boolean {
  const members = membersOf(flow, group);
  return members.length > 0 && members.every((id) => selected.includes(id));
}

/** A group as it is drawn: around its steps, or one card in the place of the first of them. */
export interface GroupBox extends Box {
  readonly group: FlowGroup;
  readonly count: number;
  /** Scopes around it. */
  readonly depth: number;
}

/** The boxes of the groups that are drawn. `hidden`: steps in folded scopes; `frames` lie in the groups of their scopes. */
export function groupBoxes(
  flow: Flow,
  options: {
    readonly places: Readonly<Record<string, Position>>;
    readonly frames: readonly Frame[];
    readonly catalogue: Catalogue;
  },
): readonly GroupBox[] {
  const { places, frames, catalogue } = options;
  const groups = groupsOf(flow);
  if (groups.length === 0) return [];
  const nodes = byId(flow.nodes);
  const foldedScopes = new Set(flow.layout.collapsed);
  const foldedMembers = new Set(groups.filter(({ collapsed }) => collapsed).flatMap((group) => group.nodes));
  return groups.flatMap((group): GroupBox[] => {
    const members = membersOf(flow, group);
    const [first] = members;
    if (first === undefined) return [];
    const outer = scopesAround(nodes, first);
    if (outer.some((scope) => foldedScopes.has(scope) || foldedMembers.has(scope))) return [];
    const boxes = members.flatMap((id): Box[] => {
      const node = nodes.get(id);
      const place = places[id];
      if (node === undefined || place === undefined) return [];
      const frame = frames.find(({ scope }) => scope === id);
      return frame === undefined ? [cardBox(node, place, catalogue)] : [cardBox(node, place, catalogue), frame];
    });
    if (boxes.length === 0) return [];
    const whole = around(boxes);
    const corner = { x: Math.min(...boxes.map(({ x }) => x)), y: Math.min(...boxes.map(({ y }) => y)) };
    const box = group.collapsed === true ? { ...corner, width: CARD_WIDTH, height: HEADER_HEIGHT } : whole;
    return [{ ...box, group, count: insideGroup(flow, group).length, depth: outer.length }];
  });
}
