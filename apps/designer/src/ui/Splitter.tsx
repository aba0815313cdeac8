import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';

export interface SplitterProps {
  /** What the handle changes, for screen readers. */
  readonly label: string;
  /** Where this browser remembers the share. */
  readonly storageKey: string;
  /** Share of the upper pane at first, in percent. */
  readonly initial: number;
  readonly top: ReactNode;
  readonly bottom: ReactNode;
}

const MIN = 15;
const MAX = 85;
const STEP = 5;

/** Two panes above each other with a handle between them: drag it, or use the arrow keys. */
export function Splitter({ label, storageKey, initial, top, bottom }: SplitterProps) {
  const [share, setShare] = useState(() => clamp(Number(localStorage.getItem(storageKey) ?? initial)));
  const frame = useRef<HTMLDivElement>(null);
  const change = (next: number): void => {
    setShare(clamp(next));
    localStorage.setItem(storageKey, String(clamp(next)));
  };
  const onDrag = (event: PointerEvent<HTMLElement>): void => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    change(((event.clientY - box.top) / box.height) * 100);
  };
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    change(share + by);
  };
  return (
    <div ref={frame} className="flex min-h-0 min-w-0 flex-1 flex-col border-t">
      <div className="min-h-0" style={{ flex: `${share} 0 0` }}>
        {top}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a separator one can move has no element of its own */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation="horizontal"
        aria-valuenow={Math.round(share)}
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onDrag}
        onKeyDown={onKey}
        className="group relative z-10 flex h-2 shrink-0 cursor-row-resize touch-none items-center justify-center border-y bg-bg"
      >
        <span className="h-0.5 w-8 rounded-full bg-line-strong group-hover:bg-accent" />
      </div>
      <div className="min-h-0" style={{ flex: `${100 - share} 0 0` }}>
        {bottom}
      </div>
    </div>
  );
}

function clamp(share: number): number {
  return Math.min(MAX, Math.max(MIN, Number.isFinite(share) ? share : 50));
}
