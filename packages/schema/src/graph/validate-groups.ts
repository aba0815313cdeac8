import type { Flow } from './flow.ts';
import { isInItself } from './groups.ts';
import type { Issue } from './issue.ts';

/** Groups lie in groups that are there, and none in itself. */
export function checkGroups({ layout: { groups = [] } }: Flow): readonly Issue[] {
  const known = new Map(groups.map((group) => [group.id, group]));
  return groups.flatMap(({ id, name, parent }): Issue[] => {
    if (parent === undefined) return [];
    if (!known.has(parent)) {
      return [problem('group-unknown', `The group "${name}" lies in a group that is not there: "${parent}".`)];
    }
    if (!isInItself(known, id)) return [];
    return [problem('group-cycle', `The group "${name}" lies within itself: dissolve it, or leave out its "parent".`)];
  });
}

function problem(code: string, message: string): Issue {
  return { severity: 'error', code, message };
}
