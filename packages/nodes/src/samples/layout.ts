import type { FlowLayout } from '@lockstep/schema/graph';

/** Pixels from one step to the next, and from one lane to the next. */
const STEP_X = 280;
const LANE_Y = 160;

/** Positions from a picture: rows are lanes, columns are steps from left to right, '' leaves a place free. */
export function layOut(lanes: readonly (readonly string[])[]): FlowLayout['nodes'] {
  return Object.fromEntries(
    lanes.flatMap((lane, row) =>
      lane.flatMap((id, column) => (id === '' ? [] : [[id, { x: column * STEP_X, y: row * LANE_Y }]])),
    ),
  );
}
