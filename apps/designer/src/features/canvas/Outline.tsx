import { type KeyboardEvent, useState } from 'react';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { groupBeside, type OutlineRow as Row, rowKey } from './model/outline.ts';
import { OutlineGroup } from './OutlineGroup.tsx';
import { OutlineRow } from './OutlineRow.tsx';
import { useEditorActions } from './use-editor-actions.ts';
import { stepsOf, useOutline } from './use-outline.ts';

/**
 * The flow as a tree of words: the same steps and groups for those who cannot see or point, and a quick way around for all. Whatever the canvas can
 * do to a step can be done here by keys; those that do not belong to the tree are the keys of the canvas.
 */
export function Outline() {
  const flow = useFlowState((state) => state.flow);
  const selected = useFlowState((state) => state.selection.nodes);
  const { pick, openInspector, removeSelected, moveAlong, toggleDisabled, putInto, takeOut, renameGroup } =
    useEditorActions();
  const { rows, at, isSelected, isFolded, fold, visit } = useOutline(flow, selected);
  /** Group whose name is being written. */
  const [naming, setNaming] = useState<string>();
  if (rows.length === 0) return <p className="px-4 py-6 text-center text-muted text-sm">No steps yet. N adds one.</p>;
  const row = rows[at];

  const choose = (next: Row, extend = false) => {
    const steps = stepsOf(flow, next);
    visit(next);
    const picked = extend ? [...selected.filter((id) => !steps.includes(id)), ...steps] : steps;
    pick(picked, { stay: next.kind === 'group' });
  };
  const go = (index: number, tree: HTMLElement, extend = false) => {
    const place = Math.max(0, Math.min(index, rows.length - 1));
    const next = rows[place];
    if (next === undefined) return;
    choose(next, extend);
    requestAnimationFrame(() => tree.querySelector<HTMLElement>(`[data-row="${place}"]`)?.focus());
  };
  const left = (tree: HTMLElement) => {
    if (row === undefined) return;
    if (row.isParent && !isFolded(row)) fold(row, true);
    else
      go(
        rows.findLastIndex((other, index) => index < at && other.depth < row.depth),
        tree,
      );
  };
  const right = (tree: HTMLElement) => {
    if (row === undefined || !row.isParent) return;
    if (isFolded(row)) fold(row, false);
    else go(at + 1, tree);
  };
  /** Alt and an arrow move what is selected: along the wires, into the group beside it, out of its group. */
  const move = (key: string, tree: HTMLElement): boolean => {
    if (key === 'ArrowUp') moveAlong('earlier');
    else if (key === 'ArrowDown') moveAlong('later');
    else if (key === 'ArrowLeft') takeOut();
    else if (key === 'ArrowRight') {
      const group = groupBeside(rows, at);
      if (group !== undefined) putInto(group);
    } else return false;
    focusRow(tree, row && rowKey(row));
    return true;
  };
  const remove = (tree: HTMLElement, heal: boolean) => {
    const gone = new Set(selected);
    const stays = (one: Row) => !stepsOf(flow, one).every((id) => gone.has(id));
    const next = rows.slice(at + 1).find(stays) ?? rows.slice(0, Math.max(0, at)).findLast(stays);
    removeSelected(heal);
    if (next === undefined) return;
    visit(next);
    pick(
      stepsOf(flow, next).filter((id) => !gone.has(id)),
      { stay: next.kind === 'group' },
    );
    focusRow(tree, rowKey(next));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const tree = event.currentTarget;
    const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey) return;
    if (altKey) {
      if (!move(key, tree)) return;
    } else if (key === 'ArrowDown') go(at + 1, tree, shiftKey);
    else if (key === 'ArrowUp') go(at - 1, tree, shiftKey);
    else if (key === 'ArrowLeft') left(tree);
    else if (key === 'ArrowRight') right(tree);
    else if (key === 'Home') go(0, tree);
    else if (key === 'End') go(rows.length - 1, tree);
    else if (key === 'F2' && row?.kind === 'group') setNaming(row.id);
    else if (key === 'Enter' && row?.kind === 'group') fold(row, !isFolded(row));
    else if (key === 'Enter') openInspector();
    else if (key === ' ') toggleDisabled();
    else if (key === 'Delete' || key === 'Backspace') remove(tree, shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const named = (id: string, name: string | undefined) => {
    setNaming(undefined);
    if (name !== undefined) renameGroup(id, name);
  };
  return (
    <div className="flex min-h-full flex-col">
      <div
        role="tree"
        aria-label="Steps of the flow"
        aria-multiselectable="true"
        aria-describedby="outline-keys"
        tabIndex={-1}
        className="flex-1 p-2"
        onKeyDown={onKeyDown}
      >
        {rows.map((one, index) => {
          const shared = {
            index,
            current: index === Math.max(0, at),
            selected: isSelected(one),
            folded: isFolded(one),
            onPick: () => choose(one),
          };
          return one.kind === 'group' ? (
            <OutlineGroup
              key={rowKey(one)}
              {...shared}
              row={one}
              naming={naming === one.id}
              onNamed={(name) => named(one.id, name)}
            />
          ) : (
            <OutlineRow key={`${one.id} ${one.via}`} {...shared} row={one} flow={flow} />
          );
        })}
      </div>
      <p id="outline-keys" className="border-t px-3 py-2 text-muted text-xs leading-5">
        Enter opens, F2 renames, N adds behind, C connects, Alt ↑ ↓ moves, Alt → ← puts into the group beside it and
        takes out, Space switches off, Del deletes.
      </p>
    </div>
  );
}

/** Once the row is drawn where it is now. */
function focusRow(tree: HTMLElement, key: string | undefined): void {
  requestAnimationFrame(() =>
    [...tree.querySelectorAll<HTMLElement>('[data-key]')].find(({ dataset }) => dataset.key === key)?.focus(),
  );
}
