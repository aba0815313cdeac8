import { Panel, useStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { IconButton } from '../../ui/index.ts';
import { useViewportMoves } from './use-viewport.ts';

/** Zoom and fit, bottom left. The canvas around it is drawn anew at every step of a drag; this is not. */
export const CanvasControls = memo(function CanvasControls({ children }: { readonly children?: ReactNode }) {
  const { fit, zoomIn, zoomOut } = useViewportMoves();
  return (
    <Panel position="bottom-left" className="flex items-center gap-0.5 rounded-lg border bg-raised p-0.5">
      <IconButton size="sm" label="Zoom out" shortcut="-" icon={<Minus size={14} />} onClick={zoomOut} />
      <ZoomLevel />
      <IconButton size="sm" label="Zoom in" shortcut="+" icon={<Plus size={14} />} onClick={zoomIn} />
      <IconButton size="sm" label="Fit the flow" shortcut="1" icon={<Maximize size={14} />} onClick={() => fit()} />
      {children}
    </Panel>
  );
});

function ZoomLevel() {
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return <span className="tabular w-11 whitespace-nowrap text-center text-muted text-xs">{percent} %</span>;
}
