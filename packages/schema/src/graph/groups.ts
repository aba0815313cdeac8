import type { FlowGroup } from './flow.ts';

/** True for a group that lies within itself, through others or at once: a drawing that is broken. */
export function isInItself(groups: ReadonlyMap<string, FlowGroup>, id: string): boolean {
  const seen = new Set<string>();
  let at = groups.get(id)?.parent;
  while (at !== undefined && at !== id && !seen.has(at)) {
    seen.add(at);
    at = groups.get(at)?.parent;
  }
  return at === id;
}

/** The groups with what lies in none that is there, or in itself, at the top; the same list when nothing is broken. */
export function soundGroups(groups: readonly FlowGroup[]): readonly FlowGroup[] {
  if (groups.every(({ parent }) => parent === undefined)) return groups;
  const known = new Map(groups.map((group) => [group.id, group]));
  const isSound = ({ id, parent }: FlowGroup) => parent === undefined || (known.has(parent) && !isInItself(known, id));
  if (groups.every(isSound)) return groups;
  return groups.map((group) => {
    if (isSound(group)) return group;
    const { parent: _, ...top } = group;
    return top;
  });
}
