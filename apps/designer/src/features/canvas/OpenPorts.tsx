import { Plus } from 'lucide-react';
import { useCanvasActions } from './canvas-actions.ts';
import type { StepData } from './model/node-data.ts';
import { useOverlay } from './overlay-store.ts';

const SIZE = 20;
/** The line between the port and its plus. */
const STEM = 16;

/** A plus behind each port that leads nowhere yet, while the pointer or the selection is on the card: hundreds of cards stay light. */
export function OpenPorts({ data, selected }: { readonly data: StepData; readonly selected: boolean }) {
  const { node, geometry, openPorts } = data;
  const isHovered = useOverlay((overlay) => overlay.hoveredNode === node.id);
  const { addBehind } = useCanvasActions();
  if (!(selected || isHovered) || openPorts.length === 0) return null;
  return geometry.ports
    .filter(({ port }) => openPorts.includes(port))
    .map(({ port, y }) => (
      <span
        key={port}
        className="nodrag nopan absolute flex items-center"
        style={{ left: geometry.width + 4, top: y - SIZE / 2 }}
      >
        <span aria-hidden="true" className="h-px bg-line-strong" style={{ width: STEM }} />
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Add a step behind ${port}`}
          title={`Add a step behind ${port} (N)`}
          data-testid={`port-add:${node.id}:${port}`}
          className="grid place-items-center rounded-md border border-line-strong bg-raised text-muted hover:border-accent hover:text-accent-text"
          style={{ width: SIZE, height: SIZE }}
          onClick={(event) => {
            event.stopPropagation();
            addBehind(node.id, port, { x: event.clientX, y: event.clientY });
          }}
        >
          <Plus size={13} aria-hidden="true" />
        </button>
      </span>
    ));
}
