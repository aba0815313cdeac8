import { type PointerEvent as ReactPointerEvent, Suspense, useState } from 'react';
import { useEditorUi } from '../../stores/editor-ui.ts';
import { lazyPart, SkeletonRows } from '../../ui/index.ts';

// Neither is needed to see the drawing: each is its own chunk.
const Inspector = lazyPart(async () => (await import('../../features/inspector/Inspector.tsx')).Inspector);
const VersionsPanel = lazyPart(async () => (await import('../../features/versions/VersionsPanel.tsx')).VersionsPanel);

const HistoryPanel = lazyPart(async () => (await import('../../features/canvas/HistoryPanel.tsx')).HistoryPanel);
const ReviewPanel = lazyPart(async () => (await import('../../features/versions/review/ReviewPanel.tsx')).ReviewPanel);
const BindingsPanel = lazyPart(async () => (await import('../../features/bindings/BindingsPanel.tsx')).BindingsPanel);
const LanesPanel = lazyPart(async () => (await import('../../features/lanes/LanesPanel.tsx')).LanesPanel);

const LOADING = <SkeletonRows label="Loading the panel" />;
const KEY = 'lockstep.inspector.width';
const NAMES = {
  versions: 'Versions',
  lanes: 'Lanes',
  review: 'Review',
  history: 'History',
  bindings: 'Bindings',
  inspector: 'Inspector',
} as const;
const MIN = 280;
const MAX = 720;
const STEP = 24;

/** Right of the canvas: the inspector, the versions or the lanes, as wide as this person likes it. */
export function RightPanel() {
  const panel = useEditorUi((state) => state.panel);
  const drawn = useEditorUi((state) => state.drawn);
  const inspectorOpen = useEditorUi((state) => state.inspectorOpen);
  const [width, setWidth] = useState(() => clamp(Number(localStorage.getItem(KEY)) || (innerWidth < 1200 ? 300 : 360)));
  const shown = panel === undefined || panel === 'problems' ? 'inspector' : panel;
  if (shown === 'inspector' && !inspectorOpen) return null;
  const resize = (next: number) => {
    setWidth(clamp(next));
    localStorage.setItem(KEY, String(clamp(next)));
  };
  const drag = (down: ReactPointerEvent<HTMLDivElement>) => {
    const handle = down.currentTarget;
    const from = width;
    handle.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent) => resize(from + down.clientX - event.clientX);
    const up = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', up);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', up);
  };
  return (
    <aside aria-label={NAMES[shown]} className="relative shrink-0 border-l bg-surface" style={{ width }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that moves; a rule cannot be focused */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the panel"
        aria-valuenow={width}
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        tabIndex={0}
        className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize hover:bg-accent/30 focus-visible:bg-accent/40"
        onPointerDown={drag}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') resize(width + STEP);
          else if (event.key === 'ArrowRight') resize(width - STEP);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Suspense fallback={LOADING}>
        {!drawn && LOADING}
        {drawn && shown === 'versions' && <VersionsPanel />}
        {drawn && shown === 'history' && <HistoryPanel />}
        {drawn && shown === 'lanes' && <LanesPanel />}
        {drawn && shown === 'bindings' && <BindingsPanel />}
        {drawn && shown === 'review' && <ReviewPanel />}
        {drawn && shown === 'inspector' && <Inspector />}
      </Suspense>
    </aside>
  );
}

function clamp(width: number): number {
  return Math.min(MAX, Math.max(MIN, Math.round(width)));
}
