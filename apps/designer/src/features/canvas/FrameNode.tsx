import type { ScopeView } from '@lockstep/schema/api';
import { type NodeProps, useStore } from '@xyflow/react';
import clsx from 'clsx';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import { itemsSentence } from '../../parts/item-words.ts';
import { iconFor, tintFor } from '../../steps/node-icons.ts';
import { useCanvasActions } from './canvas-actions.ts';
import { FRAME_HANDLE, type FrameCanvasNode } from './model/canvas-nodes.ts';
import { FRAME_HEAD } from './model/frames.ts';
import { useOverlay } from './overlay-store.ts';

/** Below this zoom a frame is a shape without words. */
const WORDS_FROM = 0.3;

/** The frame around the body of a scope. Its head says whose it is, drags the body, and tells in a run how far it has come. */
export const FrameNode = memo(function FrameNode({ data }: NodeProps<FrameCanvasNode>) {
  const { scope, definition, isEmpty, editable, isTarget } = data;
  const hasWords = useStore((state) => state.transform[2] >= WORDS_FROM);
  const progress = useOverlay((overlay) => overlay.steps?.[scope.id]?.scope);
  const item = useOverlay((overlay) => overlay.items?.[scope.id]);
  const { pick, addInside } = useCanvasActions();
  const Icon = iconFor(definition?.ui.icon);
  return (
    <div
      data-testid={`frame:${scope.id}`}
      data-target={isTarget || undefined}
      className={clsx('scope-frame size-full rounded-2xl', tintFor(definition?.ui.group), isTarget && 'is-target')}
    >
      {hasWords && (
        <button
          type="button"
          tabIndex={-1}
          title={editable ? `Body of “${scope.name}”: drag to move it` : `Body of “${scope.name}”`}
          className={clsx(FRAME_HANDLE, 'pointer-events-auto flex max-w-full items-center gap-2 px-3 text-left')}
          style={{ height: FRAME_HEAD }}
          onClick={() => pick(scope.id)}
        >
          <Icon size={14} aria-hidden="true" className="shrink-0 text-(--tint)" />
          <span className="truncate font-medium text-xs">{scope.name}</span>
          {progress !== undefined && <Progress progress={progress} item={item} />}
        </button>
      )}
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

function Progress({ progress, item }: { readonly progress: ScopeView; readonly item: string | undefined }) {
  return (
    <span className={clsx('tabular truncate text-xs', progress.failed > 0 ? 'text-failed' : 'text-muted')}>
      {itemsSentence(progress)}
      {item !== undefined && <span className="text-muted"> · item {item} shown</span>}
    </span>
  );
}
