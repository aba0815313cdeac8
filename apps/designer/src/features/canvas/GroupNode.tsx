import { Handle, type NodeProps, Position, useStore } from '@xyflow/react';
import clsx from 'clsx';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { useCanvasActions } from './canvas-actions.ts';
import { GroupName } from './GroupName.tsx';
import { HUE_CLASS } from './hues.ts';
import { FRAME_HEAD } from './model/frames.ts';
import { FULL_FROM, HEADER_HEIGHT, TITLE_FROM } from './model/geometry.ts';
import { INPUT_HANDLE, OUTPUT_HANDLE } from './model/handles.ts';
import { FRAME_HANDLE } from './model/layout-nodes.ts';
import type { GroupCanvasNode, GroupData } from './model/node-data.ts';
import { useOverlay } from './overlay-store.ts';

/** Steps that belong together: a frame with a name, or one card that stands for them. */
export const GroupNode = memo(function GroupNode({ data }: NodeProps<GroupCanvasNode>) {
  const { group, isSelected } = data;
  const hasWords = useStore((state) => state.transform[2] >= TITLE_FROM);
  const isFull = useStore((state) => state.transform[2] >= FULL_FROM);
  const isFolded = group.collapsed === true;
  const isTarget = useOverlay(({ joining }) => joining?.includes(group.id) === true);
  return (
    <div
      data-testid={`group:${group.id}`}
      data-folded={isFolded || undefined}
      data-target={isTarget || undefined}
      className={clsx(
        'step-group size-full',
        HUE_CLASS[group.colour ?? 'grey'],
        isFolded ? 'is-folded rounded-[10px]' : 'rounded-2xl',
        isSelected && 'is-selected',
        isTarget && 'is-target',
      )}
    >
      {isFolded && <Ends />}
      {hasWords && <Head data={data} isFull={isFull} />}
    </div>
  );
});

/** Where the ways into and out of a folded group end; nothing can be joined to them. */
function Ends() {
  const style = { top: HEADER_HEIGHT / 2 };
  return (
    <>
      <Handle
        type="target"
        id={INPUT_HANDLE}
        position={Position.Left}
        className="port"
        isConnectable={false}
        style={style}
      />
      <Handle
        type="source"
        id={OUTPUT_HANDLE}
        position={Position.Right}
        className="port"
        isConnectable={false}
        style={style}
      />
    </>
  );
}

interface HeadProps {
  readonly data: GroupData;
  /** There is room for more than the name. */
  readonly isFull: boolean;
}

function Head({ data: { group, count, editable }, isFull }: HeadProps) {
  const { pickGroup, toggleGroup, write } = useCanvasActions();
  const isFolded = group.collapsed === true;
  const steps = count === 1 ? '1 step' : `${count} steps`;
  const what = isFolded ? `Show the ${steps} of “${group.name}”` : `Fold “${group.name}” into one card`;
  const Chevron = isFolded ? ChevronRight : ChevronDown;
  return (
    <div
      className={clsx(FRAME_HANDLE, 'pointer-events-auto flex max-w-full items-center gap-1 px-2')}
      style={{ height: isFolded ? '100%' : FRAME_HEAD }}
    >
      <button
        type="button"
        tabIndex={-1}
        aria-label={what}
        aria-expanded={!isFolded}
        title={`${what} (Alt G)`}
        data-testid={`group-fold:${group.id}`}
        className="nodrag grid size-6 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
        onClick={() => toggleGroup(group.id)}
      >
        <Chevron size={15} aria-hidden="true" />
      </button>
      <GroupName group={group}>
        <button
          type="button"
          tabIndex={-1}
          title={editable ? `Group “${group.name}”: drag to move it, double-click to rename it` : group.name}
          className="flex min-w-0 flex-1 flex-col text-left"
          onClick={() => pickGroup(group.id)}
          onDoubleClick={() => editable && write(group.id)}
        >
          <span
            className={clsx(
              'max-w-full truncate',
              isFolded ? 'font-semibold' : 'font-medium',
              isFull ? (isFolded ? 'text-sm' : 'text-xs') : 'text-[21px]',
            )}
          >
            {group.name}
          </span>
          {isFull && isFolded && <span className="text-muted text-xs">{steps}</span>}
        </button>
      </GroupName>
    </div>
  );
}
