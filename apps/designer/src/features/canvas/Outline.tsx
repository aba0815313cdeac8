import { type KeyboardEvent, useMemo, useState } from 'react';
import { catalogue } from '../../steps/catalogue.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { outlineOf, shownRows } from './model/outline.ts';
import { OutlineRow } from './OutlineRow.tsx';
import { useEditorActions } from './use-editor-actions.ts';

const NOTHING_FOLDED: ReadonlySet<string> = new Set();

/**
 * The flow as a tree of words: the same steps for those who cannot see or point, and a quick way around for all. Whatever the canvas can do to a step
 * can be done here by keys; those that do not belong to the tree are the keys of the canvas.
 */
export function Outline() {
  const flow = useFlowState((state) => state.flow);
  const selected = useFlowState((state) => state.selection.nodes);
  const { pick, openInspector, removeSelected, moveAlong, toggleDisabled } = useEditorActions();
  const [folded, setFolded] = useState(NOTHING_FOLDED);
  const all = useMemo(() => outlineOf(flow, catalogue), [flow]);
  const rows = useMemo(() => shownRows(all, folded), [all, folded]);
  if (rows.length === 0) return <p className="px-4 py-6 text-center text-muted text-sm">No steps yet. N adds one.</p>;
  const at = rows.findIndex(({ id }) => id === selected.at(-1));
  const row = rows[at];

  const focus = (tree: HTMLElement, index: number) =>
    requestAnimationFrame(() => tree.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus());
  const go = (index: number, tree: HTMLElement, extend = false) => {
    const place = Math.max(0, Math.min(index, rows.length - 1));
    const next = rows[place];
    if (next === undefined) return;
    pick(extend ? [...selected.filter((id) => id !== next.id), next.id] : [next.id]);
    focus(tree, place);
  };
  const fold = (id: string, isFolded: boolean) =>
    setFolded((now) => new Set(isFolded ? [...now, id] : [...now].filter((one) => one !== id)));
  const left = (tree: HTMLElement) => {
    if (row === undefined) return;
    if (row.isParent && !folded.has(row.id)) fold(row.id, true);
    else
      go(
        rows.findLastIndex((other, index) => index < at && other.depth < row.depth),
        tree,
      );
  };
  const right = (tree: HTMLElement) => {
    if (row === undefined || !row.isParent) return;
    if (folded.has(row.id)) fold(row.id, false);
    else go(at + 1, tree);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const tree = event.currentTarget;
    const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey) return;
    if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
      const id = selected.at(-1);
      moveAlong(key === 'ArrowUp' ? 'earlier' : 'later');
      focusStep(tree, id);
    } else if (altKey) return;
    else if (key === 'ArrowDown') go(at + 1, tree, shiftKey);
    else if (key === 'ArrowUp') go(at - 1, tree, shiftKey);
    else if (key === 'ArrowLeft') left(tree);
    else if (key === 'ArrowRight') right(tree);
    else if (key === 'Home') go(0, tree);
    else if (key === 'End') go(rows.length - 1, tree);
    else if (key === 'Enter') openInspector();
    else if (key === ' ') toggleDisabled();
    else if (key === 'Delete' || key === 'Backspace') {
      const next = rows.slice(at + 1).find(({ id }) => !selected.includes(id)) ?? rows[Math.max(0, at - 1)];
      removeSelected(shiftKey);
      if (next !== undefined && !selected.includes(next.id)) {
        pick([next.id]);
        focusStep(tree, next.id);
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
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
        {rows.map((one, index) => (
          <OutlineRow
            key={`${one.id} ${one.via}`}
            row={one}
            index={index}
            flow={flow}
            current={index === Math.max(0, at)}
            selected={selected.includes(one.id)}
            folded={folded.has(one.id)}
            onPick={() => pick([one.id])}
          />
        ))}
      </div>
      <p id="outline-keys" className="border-t px-3 py-2 text-muted text-xs leading-5">
        Enter opens, F2 renames, N adds behind, C connects, Alt ↑ ↓ moves, Space switches off, Del deletes.
      </p>
    </div>
  );
}

/** Once the row is drawn where it is now. */
function focusStep(tree: HTMLElement, id: string | undefined): void {
  requestAnimationFrame(() =>
    [...tree.querySelectorAll<HTMLElement>('[data-step]')].find(({ dataset }) => dataset.step === id)?.focus(),
  );
}
