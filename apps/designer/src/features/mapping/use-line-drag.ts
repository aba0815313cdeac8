import { type Conversion, type Fit, fitOf, type SchemaField } from '@lockstep/schema/mapping';
import { type PointerEvent as ReactPointerEvent, type RefObject, useRef, useState } from 'react';
import { indexOf, type TreeRow } from './tree-rows.ts';

export interface LineDrag {
  readonly from: SchemaField;
  /** Place of the pointer in the picture of the lines. */
  readonly x: number;
  readonly y: number;
  readonly over: SchemaField | undefined;
  readonly fit: Fit | undefined;
}

export interface Dropped {
  readonly from: SchemaField;
  readonly to: SchemaField;
  readonly conversions: readonly Conversion[];
  readonly x: number;
  readonly y: number;
}

const SLOP_PX = 4;

/**
 * Dragging a line from a source field to a target field. While it is under way the fit of what it is over is known, so that the
 * row can say it; what does not fit cannot be dropped.
 */
export function useLineDrag(
  picture: RefObject<HTMLDivElement | null>,
  targets: readonly TreeRow[],
  onDrop: (drop: Dropped) => void,
) {
  const [drag, setDrag] = useState<LineDrag>();
  const latest = useRef({ targets, onDrop });
  latest.current = { targets, onDrop };

  const start = (row: TreeRow, down: ReactPointerEvent): void => {
    if (down.button !== 0) return;
    down.preventDefault();
    let current: LineDrag | undefined;
    const move = (event: PointerEvent): void => {
      const moved = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY);
      if (current === undefined && moved < SLOP_PX) return;
      const box = picture.current?.getBoundingClientRect();
      const over = fieldUnder(event, latest.current.targets);
      current = {
        from: row.field,
        x: event.clientX - (box?.left ?? 0),
        y: event.clientY - (box?.top ?? 0),
        over,
        fit: over && fitOf(row.field, over),
      };
      setDrag(current);
    };
    const stop = (): void => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
      removeEventListener('keydown', giveUp);
      setDrag(undefined);
    };
    const up = (event: PointerEvent): void => {
      stop();
      const { over, fit } = current ?? {};
      if (!over || !fit || fit.grade === 'cannot') return;
      const conversions = fit.grade === 'converts' ? fit.conversions : [];
      latest.current.onDrop({ from: row.field, to: over, conversions, x: event.clientX, y: event.clientY });
    };
    const giveUp = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') stop();
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
    addEventListener('keydown', giveUp);
  };
  return { drag, start };
}

function fieldUnder(event: PointerEvent, targets: readonly TreeRow[]): SchemaField | undefined {
  const row = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-map-path]');
  const path = row?.dataset.mapPath;
  return path === undefined ? undefined : targets[indexOf(targets).get(path) ?? -1]?.field;
}
