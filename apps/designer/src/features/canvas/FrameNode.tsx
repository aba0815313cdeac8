import type { ScopeView } from '@lockstep/schema/api';
import { Handle, type NodeProps, Position, useStore } from '@xyflow/react';
import clsx from 'clsx';
import { ChevronDown, ChevronRight, Plus } from 'lucide-react';
import { memo } from 'react';
import { itemsSentence } from '../../parts/item-words.ts';
import { iconFor, tintFor } from '../../steps/node-icons.ts';
import { useCanvasActions } from './canvas-actions.ts';
import { FRAME_HEAD } from './model/frames.ts';
import { FULL_FROM, HEADER_HEIGHT, TITLE_FROM } from './model/geometry.ts';
import { INPUT_HANDLE } from './model/handles.ts';
import { FRAME_HANDLE } from './model/layout-nodes.ts';
import type { FrameCanvasNode, FrameData } from './model/node-data.ts';
import { useOverlay } from './overlay-store.ts';

/** The frame around the body of a scope. Its head says whose it is, drags the body, folds it, and tells in a run how far it has come. */
export const FrameNode = memo(function FrameNode({ data }: NodeProps<FrameCanvasNode>) {
  const { scope, definition, isEmpty, folded, editable, isTarget } = data;
  const hasWords = useStore((state) => state.transform[2] >= TITLE_FROM);
  const isFull = useStore((state) => state.transform[2] >= FULL_FROM);
  const { addInside } = useCanvasActions();
  return (
    <div
      data-testid={`frame:${scope.id}`}
      data-target={isTarget || undefined}
      data-folded={folded !== undefined || undefined}
      className={clsx(
        'scope-frame size-full',
        folded === undefined ? 'rounded-2xl' : 'is-folded rounded-[10px]',
        tintFor(definition?.ui.group),
        isTarget && 'is-target',
      )}
    >
      {folded !== undefined && <FoldedInput />}
      {hasWords && <Head data={data} isFull={isFull} />}
      {isEmpty && editable && hasWords && (
        <button
          type="button"
          data-testid={`frame-add:${scope.id}`}
          onClick={(event) => addInside(scope.id, { x: event.clientX, y: event.clientY })}
          className="pointer-events-auto absolute inset-x-6 bottom-6 flex h-[72px] items-center justify-center gap-1.5 rounded-[10px] border border-line-strong border-dashed bg-raised/70 font-medium text-muted text-sm hover:bg-hover hover:text-text"
        >
          <Plus size={15} aria-hidden="true" /> Add the first step
        </button>
      )}
    </div>
  );
});

/** Where the edge into a folded body ends; nothing can be joined to it. */
function FoldedInput() {
  return (
    <Handle
      type="target"
      id={INPUT_HANDLE}
      position={Position.Left}
      className="port"
      isConnectable={false}
      style={{ top: HEADER_HEIGHT / 2 }}
    />
  );
}

interface HeadProps {
  readonly data: FrameData;
  /** There is room for more than the name. */
  readonly isFull: boolean;
}

function Head({ data: { scope, definition, isEmpty, folded, editable }, isFull }: HeadProps) {
  const progress = useOverlay((overlay) => overlay.steps?.[scope.id]?.scope);
  const item = useOverlay((overlay) => overlay.items?.[scope.id]);
  const { pick, toggleFold } = useCanvasActions();
  const Icon = iconFor(definition?.ui.icon);
  const isFolded = folded !== undefined;
  const what = isFolded ? `Show the ${folded} inside “${scope.name}”` : `Fold the steps inside “${scope.name}” away`;
  const Chevron = isFolded ? ChevronRight : ChevronDown;
  return (
    <div
      className={clsx(FRAME_HANDLE, 'pointer-events-auto flex max-w-full items-center gap-1 px-2')}
      style={{ height: isFolded ? '100%' : FRAME_HEAD }}
    >
      {!isEmpty && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={what}
          aria-expanded={!isFolded}
          title={`${what} (Alt G)`}
          data-testid={`frame-fold:${scope.id}`}
          className="nodrag grid size-6 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
          onClick={() => toggleFold(scope.id)}
        >
          <Chevron size={15} aria-hidden="true" />
        </button>
      )}
      <button
        type="button"
        tabIndex={-1}
        title={editable ? `Body of “${scope.name}”: drag to move it` : `Body of “${scope.name}”`}
        className="flex min-w-0 flex-1 flex-col text-left"
        onClick={() => pick(scope.id)}
        onDoubleClick={() => toggleFold(scope.id)}
      >
        <span className="flex max-w-full items-center gap-2">
          <Icon size={isFull ? 14 : 22} aria-hidden="true" className="shrink-0 text-(--tint)" />
          <span className={clsx('truncate font-medium', isFull ? 'text-xs' : 'text-[21px]')}>{scope.name}</span>
          {isFull && !isFolded && progress !== undefined && <Progress progress={progress} item={item} />}
        </span>
        {isFull && isFolded && (
          <span className="flex max-w-full items-center gap-1 text-muted text-xs">
            <span className="shrink-0">{folded} inside</span>
            {progress !== undefined && (
              <>
                <span aria-hidden="true">·</span>
                <Progress progress={progress} item={undefined} />
              </>
            )}
          </span>
        )}
      </button>
    </div>
  );
}

function Progress({ progress, item }: { readonly progress: ScopeView; readonly item: string | undefined }) {
  return (
    <span className={clsx('tabular truncate text-xs', progress.failed > 0 ? 'text-failed' : 'text-muted')}>
      {itemsSentence(progress)}
      {item !== undefined && <span className="text-muted"> · item {item} shown</span>}
    </span>
  );
}
