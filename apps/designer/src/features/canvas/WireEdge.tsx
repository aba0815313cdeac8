import { ERROR_PORT, UNDO_PORT } from '@lockstep/schema/graph';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, getSmoothStepPath } from '@xyflow/react';
import clsx from 'clsx';
import { Plus, Trash2 } from 'lucide-react';
import { memo, Suspense } from 'react';
import { formatCount, lazyPart } from '../../ui/index.ts';
import { useCanvasActions } from './canvas-actions.ts';
import type { CanvasEdge } from './model/canvas-edges.ts';
import { isLowPort } from './model/geometry.ts';
import { useOverlay } from './overlay-store.ts';

// Only runs and the operate mode have words on edges.
const WireNote = lazyPart(async () => (await import('./WireNote.tsx')).WireNote);

const LOW_OFFSET = 24;
/** The buttons stand clear of the wire, so that a click meant for the wire never meets the bin. */
const BUTTONS_ABOVE = 9;

/** A wire from a port to a step. Error and undo wires leave below; error wires are red, so a failure path is seen from afar. */
export const WireEdge = memo(function WireEdge(props: EdgeProps<CanvasEdge>) {
  const { id, target, sourceHandleId, data } = props;
  const port = data?.port ?? sourceHandleId;
  const isError = port === ERROR_PORT;
  const [path, labelX, labelY] = isLowPort(sourceHandleId)
    ? getSmoothStepPath({ ...props, borderRadius: 14, offset: LOW_OFFSET })
    : getBezierPath(props);
  const traffic = useOverlay((overlay) => overlay.traffic[id]);
  const mark = useOverlay((overlay) => overlay.marks?.edges[id]);
  const isMoving = useOverlay(
    (overlay) => overlay.traffic[id] === 'live' && overlay.steps?.[target]?.status === 'running',
  );
  const volume = useOverlay((overlay) => overlay.volumes?.[id]);
  const value = useOverlay((overlay) => overlay.values?.[id]);
  const note = value ?? (volume !== undefined && volume.count > 0 ? formatCount(volume.count) : undefined);
  const isHovered = useOverlay((overlay) => overlay.hoveredEdge === id);
  return (
    <g data-testid={`edge:${id}`}>
      <BaseEdge
        path={path}
        interactionWidth={22}
        className={clsx('wire', isError && 'wire-error', port === UNDO_PORT && 'wire-undo')}
        {...(volume === undefined ? {} : { style: { strokeWidth: volume.width } })}
        data-traffic={volume?.count === 0 ? 'dead' : traffic}
        data-volume={volume?.count}
        data-moving={isMoving}
        data-diff={mark}
      />
      {note !== undefined && (
        <Suspense>
          <WireNote path={path} x={labelX} y={labelY} text={note} isValue={value !== undefined} />
        </Suspense>
      )}
      {isHovered && data?.editable === true && <WireButtons id={id} x={labelX} y={labelY} />}
    </g>
  );
});

function WireButtons({ id, x, y }: { readonly id: string; readonly x: number; readonly y: number }) {
  const { insertInto, removeEdge, hoverEdge } = useCanvasActions();
  const look = 'grid size-6 place-items-center rounded-md text-muted hover:bg-hover hover:text-text';
  return (
    <EdgeLabelRenderer>
      <div
        className="nodrag nopan pointer-events-auto absolute flex rounded-lg border border-line-strong bg-raised"
        style={{ transform: `translate(-50%, -100%) translate(${x}px, ${y - BUTTONS_ABOVE}px)` }}
        onPointerEnter={() => hoverEdge(id)}
        onPointerLeave={() => hoverEdge(undefined)}
      >
        <button
          type="button"
          aria-label="Insert a step here"
          title="Insert a step here"
          className={look}
          data-testid={`edge-insert:${id}`}
          onClick={(event) => insertInto(id, { x: event.clientX, y: event.clientY })}
        >
          <Plus size={14} />
        </button>
        <button
          type="button"
          aria-label="Delete this edge"
          title="Delete this edge"
          className={look}
          onClick={() => removeEdge(id)}
        >
          <Trash2 size={13} />
        </button>
      </div>
    </EdgeLabelRenderer>
  );
}
