import { catalogue } from '@lockstep/nodes/catalogue';
import { ERROR_PORT, type Flow } from '@lockstep/schema/graph';
import clsx from 'clsx';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import { iconFor, tintFor } from '../../steps/node-icons.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { type OutlineRow, outlineOf } from './model/outline.ts';
import { useEditorActions } from './use-editor-actions.ts';

/** The flow as a tree of words: the same steps for those who cannot see or point, and a quick way around for all. */
export function Outline() {
  const flow = useFlowState((state) => state.flow);
  const rows = useMemo(() => outlineOf(flow, catalogue), [flow]);
  const selected = useFlowState((state) => state.selection.nodes);
  const { pick, openInspector } = useEditorActions();
  if (rows.length === 0) return <p className="px-4 py-6 text-center text-muted text-sm">No steps yet.</p>;
  const at = rows.findIndex(({ id }) => id === selected.at(-1));
  const go = (index: number, tree: HTMLElement) => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (row === undefined) return;
    pick([row.id]);
    tree.querySelector<HTMLElement>(`[data-row="${rows.indexOf(row)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const tree = event.currentTarget;
    if (event.key === 'ArrowDown') go(at + 1, tree);
    else if (event.key === 'ArrowUp') go(at - 1, tree);
    else if (event.key === 'Home') go(0, tree);
    else if (event.key === 'End') go(rows.length - 1, tree);
    else if (event.key === 'Enter') openInspector();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="tree" aria-label="Steps of the flow" tabIndex={-1} className="p-2" onKeyDown={onKeyDown}>
      {rows.map((row, index) => (
        <Row
          key={`${row.id} ${row.via}`}
          row={row}
          index={index}
          flow={flow}
          current={index === Math.max(0, at)}
          selected={selected.includes(row.id)}
          onPick={() => pick([row.id])}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly row: OutlineRow;
  readonly index: number;
  readonly flow: Flow;
  readonly current: boolean;
  readonly selected: boolean;
  readonly onPick: () => void;
}

function Row({ row, index, flow, current, selected, onPick }: RowProps) {
  const node = flow.nodes.find(({ id }) => id === row.id);
  const issues = useFlowState((state) => state.issuesByNode[row.id]);
  if (node === undefined) return null;
  const definition = catalogue.get(node.type);
  const Icon = iconFor(definition?.ui.icon);
  const errors = issues?.some(({ severity }) => severity === 'error') === true;
  const Mark = errors ? CircleAlert : TriangleAlert;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={selected}
      data-row={index}
      tabIndex={current ? 0 : -1}
      onClick={onPick}
      style={{ paddingLeft: 8 + row.depth * 14 }}
      className={clsx(
        'flex h-8 cursor-pointer items-center gap-2 rounded-md pr-2 text-sm',
        selected ? 'bg-accent-soft text-accent-text' : 'hover:bg-hover',
      )}
    >
      <Icon size={14} aria-hidden="true" className={clsx('shrink-0 text-(--tint)', tintFor(definition?.ui.group))} />
      <span className="min-w-0 flex-1 truncate">{node.name}</span>
      {row.via !== undefined && row.via !== 'out' && (
        <span className={clsx('shrink-0 text-2xs', row.via === ERROR_PORT ? 'text-failed' : 'text-muted')}>
          {row.via}
        </span>
      )}
      {issues !== undefined && (
        <Mark
          size={13}
          aria-label={`${issues.length} ${issues.length === 1 ? 'problem' : 'problems'}`}
          className={clsx('shrink-0', errors ? 'text-failed' : 'text-waiting')}
        />
      )}
    </div>
  );
}
