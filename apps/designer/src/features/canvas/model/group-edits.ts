import { byId, type Flow, type FlowEdit, type FlowGroup, scopesAround } from '@lockstep/schema/graph';
import { groupOf, groupsOf, isGroupSelected, membersOf } from './groups.ts';
import { freshId, freshName } from './ids.ts';

/** The steps of a selection that stand for themselves: what lies in the body of a selected scope comes with it. */
export function topmost(flow: Flow, selected: readonly string[]): readonly string[] {
  const nodes = byId(flow.nodes);
  const chosen = new Set(selected);
  return selected.filter((id) => nodes.has(id) && !scopesAround(nodes, id).some((scope) => chosen.has(scope)));
}

/** The edit that makes one group of the selected steps, out of the groups they were in; or why there can be none. */
export function groupSteps(
  flow: Flow,
  selected: readonly string[],
): { readonly edit: FlowEdit; readonly id: string } | { readonly refusal: string } {
  const members = topmost(flow, selected);
  if (members.length === 0) return { refusal: 'Select the steps of the group first.' };
  const nodes = byId(flow.nodes);
  const scopes = new Set(members.map((id) => nodes.get(id)?.scope));
  if (scopes.size > 1) return { refusal: 'The steps of a group lie in the same frame.' };
  const groups = groupsOf(flow);
  const id = freshId('group', new Set(groups.map((group) => group.id)));
  const name = freshName('Group', new Set(groups.map((group) => group.name)));
  const count = members.length === 1 ? '1 step' : `${members.length} steps`;
  const order = flow.nodes.map((node) => node.id).filter((node) => members.includes(node));
  const edits: FlowEdit[] = [
    ...withoutMembers(flow, new Set(members)),
    { type: 'group.put', group: { id, name, nodes: order } },
  ];
  return { id, edit: { type: 'batch', label: `group ${count}`, edits } };
}

/** The edit that dissolves the groups of the selected steps; `undefined` when none is in a group. */
export function ungroup(flow: Flow, selected: readonly string[]): FlowEdit | undefined {
  const groups = groupsOf(flow).filter(({ nodes }) => nodes.some((id) => selected.includes(id)));
  const [only] = groups;
  if (only === undefined) return undefined;
  const label = groups.length === 1 ? `ungroup “${only.name}”` : `ungroup ${groups.length} groups`;
  return { type: 'batch', label, edits: groups.map(({ id }) => ({ type: 'group.remove', group: id })) };
}

/** The edits by which groups forget members; a group without any is gone. */
export function withoutMembers(flow: Flow, gone: ReadonlySet<string>): readonly FlowEdit[] {
  return groupsOf(flow).flatMap((group): FlowEdit[] => {
    if (!group.nodes.some((id) => gone.has(id))) return [];
    const left = group.nodes.filter((id) => !gone.has(id));
    if (left.length === 0) return [{ type: 'group.remove', group: group.id }];
    return [{ type: 'group.put', group: { ...group, nodes: left } }];
  });
}

/** A changed group as one labelled edit. */
export function changeGroup(group: FlowGroup, change: Partial<FlowGroup>): FlowEdit {
  const { collapsed, ...next } = { ...group, ...change };
  const put: FlowEdit = { type: 'group.put', group: collapsed === true ? { ...next, collapsed } : next };
  const label =
    change.collapsed !== undefined
      ? `${change.collapsed ? 'fold' : 'unfold'} “${group.name}”`
      : change.name !== undefined
        ? `rename “${group.name}”`
        : `colour “${group.name}”`;
  return { type: 'batch', label, edits: [put] };
}

/** The group that a step added between two others belongs to: theirs, when it is one. */
export function groupBetween(flow: Flow, from: string, to: string): FlowGroup | undefined {
  const group = groupOf(flow, from);
  return group?.nodes.includes(to) ? group : undefined;
}

/** Groups of which every member is selected. */
export function selectedGroups(flow: Flow, selected: readonly string[]): readonly FlowGroup[] {
  return groupsOf(flow).filter((group) => membersOf(flow, group).length > 0 && isGroupSelected(flow, group, selected));
}
