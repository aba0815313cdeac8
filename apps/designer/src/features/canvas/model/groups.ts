import { bodyOf, type Flow, type FlowGroup, soundGroups } from '@lockstep/schema/graph';

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

/** A drawing is never changed in place, and its groups are asked for at every step of a drag. */
const known = new WeakMap<readonly FlowGroup[], readonly FlowGroup[]>();

/** The groups of a flow; what a broken drawing puts into a group that is not there, or into itself, lies at the top. */
export function groupsOf({ layout }: Flow): readonly FlowGroup[] {
  const groups = layout.groups ?? NO_GROUPS;
  const before = known.get(groups);
  if (before !== undefined) return before;
  const sound = soundGroups(groups);
  known.set(groups, sound);
  return sound;
}

/** The group a step is a member of: the innermost around it. */
export function groupOf(flow: Flow, node: string): FlowGroup | undefined {
  return groupsOf(flow).find(({ nodes }) => nodes.includes(node));
}

/** A group and the groups around it, from the inside out. */
export function outwards(flow: Flow, group: FlowGroup | undefined): readonly FlowGroup[] {
  if (group === undefined) return [];
  if (group.parent === undefined) return [group];
  return [
    group,
    ...outwards(
      flow,
      groupsOf(flow).find(({ id }) => id === group.parent),
    ),
  ];
}

/** A group and the groups in it, at any depth. */
export function inwards(flow: Flow, group: FlowGroup): readonly FlowGroup[] {
  const inner = groupsOf(flow).filter(({ parent }) => parent === group.id);
  return [group, ...inner.flatMap((one) => inwards(flow, one))];
}

/** The members of a group, and of the groups in it, that are there; the bodies of its scopes are not named. */
export function membersOf(flow: Flow, group: FlowGroup): readonly string[] {
  const there = new Set(flow.nodes.map(({ id }) => id));
  return inwards(flow, group).flatMap(({ nodes }) => nodes.filter((id) => there.has(id)));
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
