import type { Flow } from '@lockstep/schema/graph';
import { useMemo, useState } from 'react';
import { catalogue } from '../../steps/catalogue.ts';
import { groupsOf, isGroupSelected, membersOf } from './model/groups.ts';
import { type OutlineRow, outlineOf, rowKey, type ShownRow, shownRows } from './model/outline.ts';

const NOTHING_FOLDED: ReadonlySet<string> = new Set();

/** The steps a row stands for. */
export function stepsOf(flow: Flow, row: OutlineRow): readonly string[] {
  return row.kind === 'group' ? membersOf(flow, row.group) : [row.id];
}

/** The rows of a flow, which of them are folded, and the one a person is at. */
export function useOutline(flow: Flow, selected: readonly string[]) {
  const [folded, setFolded] = useState(NOTHING_FOLDED);
  const [visited, setVisited] = useState<string>();
  const all = useMemo(() => outlineOf(flow, catalogue), [flow]);
  const rows = useMemo(() => shownRows(all, folded), [all, folded]);
  const isSelected = (row: ShownRow) =>
    row.kind === 'group' ? isGroupSelected(flow, row.group, selected) : selected.includes(row.id);
  const visitedAt = rows.findIndex((row) => rowKey(row) === visited && isSelected(row));
  // What was selected elsewhere: a step, or a group as a whole.
  const elsewhere = rows.findIndex(({ kind, id }) => kind === 'step' && id === selected.at(-1));
  const whole = selected.length > 1 ? groupsOf(flow).filter((one) => isGroupSelected(flow, one, selected)) : [];
  const wholeAt = rows.findIndex(({ kind, id }) => kind === 'group' && whole.some((group) => group.id === id));
  const at = visitedAt !== -1 ? visitedAt : elsewhere !== -1 ? elsewhere : wholeAt;
  return {
    rows,
    at,
    isSelected,
    isFolded: (row: OutlineRow) => folded.has(rowKey(row)),
    fold: (row: OutlineRow, isFolded: boolean) => {
      const key = rowKey(row);
      setFolded((now) => new Set(isFolded ? [...now, key] : [...now].filter((one) => one !== key)));
    },
    visit: (row: OutlineRow) => setVisited(rowKey(row)),
  };
}
