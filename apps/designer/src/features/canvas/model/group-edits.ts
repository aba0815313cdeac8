import { byId, type Flow, type FlowEdit, type FlowGroup, scopesAround } from '@lockstep/schema/graph';
import { groupOf, groupsOf, isGroupSelected, membersOf, outwards } from './groups.ts';
import { freshId, freshName } from './ids.ts';

/** The steps of a selection that stand for themselves: what lies in the body of a selected scope comes with it. */
export function topmost(flow: Flow, selected: readonly string[]): readonly string[] {
  const nodes = byId(flow.nodes);
  const chosen = new Set(selected);
  return selected.filter((id) => nodes.has(id) && !scopesAround(nodes, id).some((scope) => chosen.has(scope)));
}

/** What a selection is made of: groups of which every member is selected, the outermost only, and the other steps. */
export function unitsOf(
  flow: Flow,
  selected: readonly string[],
): { readonly groups: readonly FlowGroup[]; readonly steps: readonly string[] } {
  const isWhole = (group: FlowGroup) => membersOf(flow, group).length > 0 && isGroupSelected(flow, group, selected);
  const whole = groupsOf(flow).filter(isWhole);
  const groups = whole.filter((group) => !outwards(flow, group).slice(1).some(isWhole));
  const inside = new Set(groups.flatMap((group) => membersOf(flow, group)));
  return { groups, steps: topmost(flow, selected).filter((id) => !inside.has(id)) };
}

/**
 * The edit that makes one group of the selected steps and groups. Within the group that holds them all it becomes a group in that group; out of
 * different groups they are taken. Or why there can be none.
 */
export function groupSteps(
  flow: Flow,
  selected: readonly string[],
): { readonly edit: FlowEdit; readonly id: string } | { readonly refusal: string } {
  const members = topmost(flow, selected);
  if (members.length === 0) return { refusal: 'Select the steps of the group first.' };
  const nodes = byId(flow.nodes);
  const scopes = new Set(members.map((id) => nodes.get(id)?.scope));
  if (scopes.size > 1) return { refusal: 'The steps of a group lie in the same frame.' };
  const units = unitsOf(flow, members);
  const [only] = units.groups;
  if (only !== undefined && units.groups.length + units.steps.length === 1) {
    return { refusal: `They are a group already: “${only.name}”.` };
  }
  const groups = groupsOf(flow);
  const id = freshId('group', new Set(groups.map((group) => group.id)));
  const name = freshName('Group', new Set(groups.map((group) => group.name)));
  const count = members.length === 1 ? '1 step' : `${members.length} steps`;
  const order = flow.nodes.map((node) => node.id).filter((node) => units.steps.includes(node));
  const parent = commonGroup(flow, units);
  const made: FlowGroup = { id, name, nodes: order, ...(parent && { parent: parent.id }) };
  const inner = new Set(units.groups.map((group) => group.id));
  const left = without(groups, new Set(order)).map((group) => (inner.has(group.id) ? putInto(group, id) : group));
  return { id, edit: { type: 'batch', label: `group ${count}`, edits: toGroups(flow, [...left, made]) } };
}

/** The innermost group that holds all of some groups and steps. */
function commonGroup(flow: Flow, { groups, steps }: ReturnType<typeof unitsOf>): FlowGroup | undefined {
  const [first = [], ...others] = [
    ...groups.map((group) => outwards(flow, group).slice(1)),
    ...steps.map((id) => outwards(flow, groupOf(flow, id))),
  ];
  return first.find((group) => others.every((chain) => chain.includes(group)));
}

/**
 * The edit that dissolves the selected groups, and those that selected steps are members of; what was in one lies in the group around it.
 * `undefined` when none is in a group.
 */
export function ungroup(flow: Flow, selected: readonly string[]): FlowEdit | undefined {
  const units = unitsOf(flow, selected);
  const gone = [...new Set([...units.groups, ...units.steps.flatMap((id) => groupOf(flow, id) ?? [])])];
  const [only] = gone;
  if (only === undefined) return undefined;
  const label = gone.length === 1 ? `ungroup “${only.name}”` : `ungroup ${gone.length} groups`;
  return { type: 'batch', label, edits: toGroups(flow, gone.reduce(dissolved, groupsOf(flow))) };
}

function dissolved(groups: readonly FlowGroup[], { id }: FlowGroup): readonly FlowGroup[] {
  const gone = groups.find((group) => group.id === id);
  if (gone === undefined) return groups;
  return groups.flatMap((group): FlowGroup[] => {
    if (group === gone) return [];
    if (group.id === gone.parent) return [{ ...group, nodes: [...group.nodes, ...gone.nodes] }];
    return [group.parent === id ? putInto(group, gone.parent) : group];
  });
}

/** The edit that takes selected steps and groups into the group around theirs; a group at the top is dissolved. */
export function takeOutOfGroups(flow: Flow, selected: readonly string[]): FlowEdit | undefined {
  const units = unitsOf(flow, selected);
  let next = groupsOf(flow);
  for (const { id, parent } of units.groups) {
    const [, outer] = outwards(
      flow,
      next.find((group) => group.id === parent),
    );
    const isTop = parent === undefined;
    next = isTop
      ? dissolved(next, { id, name: '', nodes: [] })
      : next.map((group) => (group.id === id ? putInto(group, outer?.id) : group));
  }
  for (const id of units.steps) next = placed(next, id, groupOf(flow, id)?.parent);
  const edits = toGroups(flow, next);
  return edits.length === 0 ? undefined : { type: 'batch', label: 'take steps out of their group', edits };
}

/** The edit that puts selected steps and groups into a group, or why they cannot be. `undefined`: they are in it. */
export function intoGroup(
  flow: Flow,
  selected: readonly string[],
  group: FlowGroup,
): FlowEdit | { readonly refusal: string } | undefined {
  const units = unitsOf(flow, selected);
  const around = new Set(outwards(flow, group).map(({ id }) => id));
  const nodes = byId(flow.nodes);
  const scope = nodes.get(membersOf(flow, group)[0] ?? '')?.scope;
  const moved = [...units.steps, ...units.groups.flatMap((one) => membersOf(flow, one).slice(0, 1))];
  if (moved.some((id) => nodes.get(id)?.scope !== scope))
    return { refusal: 'The steps of a group lie in the same frame.' };
  const edits = regroup(flow, {
    steps: new Map(units.steps.map((id) => [id, group.id])),
    groups: new Map(units.groups.filter(({ id }) => !around.has(id)).map(({ id }) => [id, group.id])),
  });
  return edits.length === 0 ? undefined : { type: 'batch', label: `put into “${group.name}”`, edits: [...edits] };
}

/** The edits by which groups forget members; a group without any is gone. */
export function withoutMembers(flow: Flow, gone: ReadonlySet<string>): readonly FlowEdit[] {
  const groups = groupsOf(flow);
  if (!groups.some(({ nodes }) => nodes.some((id) => gone.has(id)))) return [];
  return toGroups(flow, without(groups, gone));
}

/** The edits by which one step takes the place of others, those of bodies too, in the group that holds all of `of`. */
export function replaceMembers(
  flow: Flow,
  { gone, of, by }: { readonly gone: readonly string[]; readonly of: readonly string[]; readonly by: string },
): readonly FlowEdit[] {
  if (groupsOf(flow).length === 0) return [];
  const group = commonGroup(flow, { groups: [], steps: of });
  const left = without(groupsOf(flow), new Set(gone));
  return toGroups(flow, group === undefined ? left : placed(left, by, group.id));
}

/** The edits that put steps and groups into groups, or into none. */
export function regroup(
  flow: Flow,
  { steps, groups }: { readonly steps: Targets; readonly groups: Targets },
): readonly FlowEdit[] {
  let next = groupsOf(flow);
  if (steps.size + groups.size === 0) return [];
  for (const [id, group] of steps) next = placed(next, id, group);
  next = next.map((group) => (groups.has(group.id) ? putInto(group, groups.get(group.id)) : group));
  return toGroups(flow, next);
}

/**
 * The edits by which steps leave groups whose other members lie in another frame after a change of scopes, and groups the groups around them:
 * for the nearest around theirs that lies where they do, or for none. `after`: all steps with their scopes then.
 */
export function partFromGroups(
  flow: Flow,
  changed: Readonly<Record<string, string | null>>,
  after: ReadonlyMap<string, { readonly scope?: string | undefined }>,
): readonly FlowEdit[] {
  const scopeOf = (group: FlowGroup) => {
    const members = membersOf(flow, group);
    return after.get(members.find((id) => !Object.hasOwn(changed, id)) ?? members[0] ?? '')?.scope;
  };
  const nearest = (group: FlowGroup | undefined, scope: string | undefined) =>
    outwards(flow, group).find((one) => scopeOf(one) === scope);
  const steps = new Map<string, string | undefined>();
  const groups = new Map<string, string | undefined>();
  for (const group of groupsOf(flow)) {
    const [, parent] = outwards(flow, group);
    if (parent && scopeOf(group) !== scopeOf(parent)) groups.set(group.id, nearest(parent, scopeOf(group))?.id);
    for (const id of group.nodes.filter((one) => Object.hasOwn(changed, one))) {
      const scope = after.get(id)?.scope;
      if (scope !== scopeOf(group)) steps.set(id, nearest(parent, scope)?.id);
    }
  }
  return regroup(flow, { steps, groups });
}

/** The group that each of some steps or groups goes into; `undefined` for none. */
export type Targets = ReadonlyMap<string, string | undefined>;

function without(groups: readonly FlowGroup[], gone: ReadonlySet<string>): readonly FlowGroup[] {
  return groups.map((group) =>
    group.nodes.some((id) => gone.has(id)) ? { ...group, nodes: group.nodes.filter((id) => !gone.has(id)) } : group,
  );
}

function placed(groups: readonly FlowGroup[], step: string, into: string | undefined): readonly FlowGroup[] {
  return without(groups, new Set([step])).map((group) =>
    group.id === into ? { ...group, nodes: [...group.nodes, step] } : group,
  );
}

function putInto({ parent: _, ...group }: FlowGroup, parent: string | undefined): FlowGroup {
  return parent === undefined ? group : { ...group, parent };
}

/** The edits that make other groups of those of a flow. A group that nothing is in any more is gone, too. */
function toGroups(flow: Flow, wanted: readonly FlowGroup[]): FlowEdit[] {
  let next = wanted;
  const isEmpty = ({ id, nodes }: FlowGroup) => nodes.length === 0 && !next.some(({ parent }) => parent === id);
  while (next.some(isEmpty)) next = next.filter((group) => !isEmpty(group));
  const before = groupsOf(flow);
  const left = new Set(next.map(({ id }) => id));
  return [
    ...next.flatMap((group): FlowEdit[] => (before.includes(group) ? [] : [{ type: 'group.put', group }])),
    ...before.flatMap(({ id }): FlowEdit[] => (left.has(id) ? [] : [{ type: 'group.remove', group: id }])),
  ];
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

/** The group that a step added between two others belongs to: the innermost that holds both. */
export function groupBetween(flow: Flow, from: string, to: string): FlowGroup | undefined {
  return commonGroup(flow, { groups: [], steps: [from, to] });
}
