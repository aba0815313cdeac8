import { EdgeLabelRenderer, useStore, useStoreApi } from '@xyflow/react';
import clsx from 'clsx';
import { useMemo } from 'react';
import { type Box, clearSpot } from './model/clear-spot.ts';
import { TITLE_FROM } from './model/geometry.ts';

/** From the middle of an edge to above the cards it joins. */
const ABOVE_CARDS = 46;
/** They stay as large as on the screen at this zoom. */
const FULL_SIZE = 0.8;
const LETTER_PX = 7;
const LINE_PX = 18;

export interface WireNoteProps {
  /** The line of the edge, and its middle. */
  readonly path: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** What the message was, instead of how many. */
  readonly isValue?: boolean;
}

/** Words on an edge: how many messages, or what the message was. */
export function WireNote({ path, x, y, text, isValue = false }: WireNoteProps) {
  const zoom = useStore((state) => Math.min(FULL_SIZE, state.transform[2]));
  const store = useStoreApi();
  const scale = FULL_SIZE / zoom;
  const isDrawn = zoom >= TITLE_FROM;
  const spot = useMemo(() => {
    // What the message was is longer than the gap between two cards: it stands above them.
    if (isValue || !isDrawn) return { x, y: y - ABOVE_CARDS };
    const size = { width: (text.length * LETTER_PX + 8) * scale, height: LINE_PX * scale };
    return clearSpot(path, size, boxesOf(store.getState().nodeLookup.values()));
  }, [path, x, y, text, isValue, isDrawn, scale, store]);
  if (!isDrawn) return null;
  return (
    <EdgeLabelRenderer>
      <span
        className={clsx(
          'pointer-events-none absolute z-10 max-w-36 truncate rounded border bg-surface px-1 text-2xs leading-4',
          isValue ? 'font-mono text-muted' : 'tabular font-medium',
        )}
        style={{ transform: `translate(-50%, -50%) translate(${spot.x}px, ${spot.y}px) scale(${scale})` }}
      >
        {text}
      </span>
    </EdgeLabelRenderer>
  );
}

/** Cards and notes: frames and groups lie behind the edges. */
function* boxesOf(
  nodes: Iterable<{
    readonly type?: string | undefined;
    readonly measured: { readonly width?: number | undefined; readonly height?: number | undefined };
    readonly internals: { readonly positionAbsolute: { readonly x: number; readonly y: number } };
  }>,
): Generator<Box> {
  for (const { type, measured, internals } of nodes) {
    if (type !== 'step' && type !== 'note') continue;
    yield { ...internals.positionAbsolute, width: measured.width ?? 0, height: measured.height ?? 0 };
  }
}
