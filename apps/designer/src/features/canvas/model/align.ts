import { bodyOf, type Flow, type FlowEdit, type Position } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { type Box, cardBox, withBodies } from './frames.ts';
import { topmost } from './group-edits.ts';
import { placesOf } from './places.ts';

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
export type Axis = 'across' | 'down';

type Placed = Box & { readonly id: string };

/** The edit that brings the selected steps onto one line; bodies move with their scopes. `undefined` for fewer than two. */
export function alignSteps(
  flow: Flow,
  selected: readonly string[],
  to: Alignment,
  catalogue: Catalogue,
): FlowEdit | undefined {
  const boxes = boxesOf(flow, selected, catalogue);
  if (boxes.length < 2) return undefined;
  const left = Math.min(...boxes.map(({ x }) => x));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const placeFor = ({ x, y, width, height }: Placed): Position => {
    switch (to) {
      case 'left':
        return { x: left, y };
      case 'centre':
        return { x: (left + right - width) / 2, y };
      case 'right':
        return { x: right - width, y };
      case 'top':
        return { x, y: top };
      case 'middle':
        return { x, y: (top + bottom - height) / 2 };
      case 'bottom':
        return { x, y: bottom - height };
      default:
        return to satisfies never;
    }
  };
  const moved = Object.fromEntries(boxes.map((box) => [box.id, placeFor(box)]));
  return moveAll(flow, moved, `align ${boxes.length} steps`);
}

/** The edit that leaves equal gaps between the selected steps; the outermost two stay. `undefined` for fewer than three. */
export function distributeSteps(
  flow: Flow,
  selected: readonly string[],
  axis: Axis,
  catalogue: Catalogue,
): FlowEdit | undefined {
  const across = axis === 'across';
  const start = (box: Placed) => (across ? box.x : box.y);
  const length = (box: Placed) => (across ? box.width : box.height);
  const boxes = boxesOf(flow, selected, catalogue).toSorted((a, b) => start(a) - start(b));
  const [first, last] = [boxes[0], boxes.at(-1)];
  if (first === undefined || last === undefined || boxes.length < 3) return undefined;
  const room = start(last) + length(last) - start(first) - boxes.reduce((sum, box) => sum + length(box), 0);
  const gap = room / (boxes.length - 1);
  let at = start(first);
  const moved: Record<string, Position> = {};
  for (const box of boxes) {
    const next = Math.round(at);
    moved[box.id] = across ? { x: next, y: box.y } : { x: box.x, y: next };
    at += length(box) + gap;
  }
  return moveAll(flow, moved, `distribute ${boxes.length} steps`);
}

function moveAll(flow: Flow, moved: Readonly<Record<string, Position>>, label: string): FlowEdit {
  const positions = withBodies(flow, moved, placesOf(flow));
  return { type: 'batch', label, edits: [{ type: 'node.move', positions: { ...positions } }] };
}

function boxesOf(flow: Flow, selected: readonly string[], catalogue: Catalogue): readonly Placed[] {
  const places = placesOf(flow);
  const chosen = topmost(flow, selected);
  const bodies = new Set(chosen.flatMap((id) => bodyOf(flow, id)));
  return flow.nodes.flatMap((node): Placed[] => {
    const place = places[node.id];
    if (!chosen.includes(node.id) || bodies.has(node.id) || place === undefined) return [];
    return [{ id: node.id, ...cardBox(node, place, catalogue) }];
  });
}
