import type { Flow, FlowGroup } from '@lockstep/schema/graph';
import { groupsOf, insideGroup, outwards } from './groups.ts';
import type { StepRow } from './outline.ts';

/** A group in the outline: what is in it follows, one deeper. */
export interface GroupRow {
  readonly kind: 'group';
  readonly id: string;
  readonly depth: number;
  readonly group: FlowGroup;
  /** Steps in it, at any depth. */
  readonly count: number;
}

/**
 * The rows of an outline with a row for each group, at the place of the first of its steps. Its steps come together below it: the tree tells
 * what belongs together where the edges, which may go back and forth, do not.
 */
export function withGroups(flow: Flow, rows: readonly StepRow[]): readonly (StepRow | GroupRow)[] {
  const groups = groupsOf(flow);
  if (groups.length === 0) return rows;
  // The outer ones first; of two with the same steps, the one around the other.
  const inside = groups
    .map((group) => ({ group, ids: new Set(insideGroup(flow, group)) }))
    .toSorted((a, b) => b.ids.size - a.ids.size || outwards(flow, a.group).length - outwards(flow, b.group).length);
  return nested(rows, inside, 0);
}

interface Inside {
  readonly group: FlowGroup;
  readonly ids: ReadonlySet<string>;
}

function nested(rows: readonly StepRow[], groups: readonly Inside[], deeper: number): readonly (StepRow | GroupRow)[] {
  const told = new Set<string>();
  return rows.flatMap((row): readonly (StepRow | GroupRow)[] => {
    if (told.has(row.id)) return [];
    const around = groups.find(({ ids }) => ids.has(row.id));
    if (around === undefined) return [{ ...row, depth: row.depth + deeper }];
    const { group, ids } = around;
    const members = rows.filter(({ id }) => ids.has(id));
    for (const { id } of members) told.add(id);
    const depth = row.depth + deeper;
    // A way of a fork that begins in the group and one that ends there are at one depth below it.
    const level = members.map((one) => ({ ...one, depth: Math.max(one.depth, row.depth) }));
    const others = groups.filter((one) => one !== around);
    return [{ kind: 'group', id: group.id, depth, group, count: members.length }, ...nested(level, others, deeper + 1)];
  });
}
