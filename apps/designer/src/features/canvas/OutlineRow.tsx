import { ERROR_PORT, type Flow } from '@lockstep/schema/graph';
import clsx from 'clsx';
import { ChevronDown, ChevronRight, CircleAlert, TriangleAlert } from 'lucide-react';
import { catalogue } from '../../steps/catalogue.ts';
import { iconFor, tintFor } from '../../steps/node-icons.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import type { StepRow } from './model/outline.ts';

export interface OutlineRowProps {
  readonly row: StepRow & { readonly isParent: boolean };
  readonly index: number;
  readonly flow: Flow;
  /** The one the Tab key comes to. */
  readonly current: boolean;
  readonly selected: boolean;
  readonly folded: boolean;
  readonly onPick: () => void;
}

/** One step of the outline: its name, the way that leads to it, and what is wrong with it. */
export function OutlineRow({ row, index, flow, current, selected, folded, onPick }: OutlineRowProps) {
  const node = flow.nodes.find(({ id }) => id === row.id);
  const issues = useFlowState((state) => state.issuesByNode[row.id]);
  if (node === undefined) return null;
  const definition = catalogue.get(node.type);
  const Icon = iconFor(definition?.ui.icon);
  const Chevron = folded ? ChevronRight : ChevronDown;
  const errors = issues?.some(({ severity }) => severity === 'error') === true;
  const Mark = errors ? CircleAlert : TriangleAlert;
  const isOff = node.policy.disabled === true;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={selected}
      aria-expanded={row.isParent ? !folded : undefined}
      data-row={index}
      data-key={row.id}
      tabIndex={current ? 0 : -1}
      onClick={onPick}
      style={{ paddingLeft: 8 + row.depth * 14 }}
      className={clsx(
        'flex h-8 cursor-pointer items-center gap-2 rounded-md pr-2 text-sm',
        selected ? 'bg-accent-soft text-accent-text' : 'hover:bg-hover',
      )}
    >
      {row.isParent && <Chevron size={12} aria-hidden="true" className="-mr-1 shrink-0 text-muted" />}
      <Icon size={14} aria-hidden="true" className={clsx('shrink-0 text-(--tint)', tintFor(definition?.ui.group))} />
      <span className={clsx('min-w-0 flex-1 truncate', isOff && 'text-muted line-through')}>{node.name}</span>
      {isOff && <span className="sr-only">, switched off</span>}
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
