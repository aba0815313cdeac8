import { ERROR_PORT, UNDO_PORT } from '@lockstep/schema/graph';
import { Position as HandleSide, type NodeHandle } from '@xyflow/react';
import type { CardGeometry } from './geometry.ts';

const HANDLE_SIZE = 12;
export const INPUT_HANDLE = 'in';
/** Of a folded group: all ways out of its steps leave there. */
export const OUTPUT_HANDLE = 'out';

/** Where the ports of a card lie, for the canvas library. */
export function handlesOf(geometry: CardGeometry): NodeHandle[] {
  const half = HANDLE_SIZE / 2;
  const size = { width: HANDLE_SIZE, height: HANDLE_SIZE };
  const handles: NodeHandle[] = geometry.ports.map(({ port, y }) => ({
    id: port,
    type: 'source',
    position: HandleSide.Right,
    x: geometry.width - half,
    y: y - half,
    ...size,
  }));
  const low = [
    { id: ERROR_PORT, x: geometry.errorX },
    { id: UNDO_PORT, x: geometry.undoX },
  ];
  for (const { id, x } of low) {
    if (x === undefined) continue;
    handles.push({
      id,
      type: 'source',
      position: HandleSide.Bottom,
      x: x - half,
      y: geometry.height - half,
      ...size,
    });
  }
  if (geometry.hasInput) handles.push(inputHandle(geometry.inputY));
  return handles;
}

/** The way in, `y` below the upper edge. */
export function inputHandle(y: number): NodeHandle {
  const half = HANDLE_SIZE / 2;
  return {
    id: INPUT_HANDLE,
    type: 'target',
    position: HandleSide.Left,
    x: -half,
    y: y - half,
    width: HANDLE_SIZE,
    height: HANDLE_SIZE,
  };
}

/** The way out of what is drawn as one card, `y` below the upper edge. */
export function outputHandle(width: number, y: number): NodeHandle {
  const half = HANDLE_SIZE / 2;
  return {
    id: OUTPUT_HANDLE,
    type: 'source',
    position: HandleSide.Right,
    x: width - half,
    y: y - half,
    width: HANDLE_SIZE,
    height: HANDLE_SIZE,
  };
}
