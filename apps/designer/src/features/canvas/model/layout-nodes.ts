import type { FlowNote, Position } from '@lockstep/schema/graph';
import type { Frame } from './frames.ts';
import { HEADER_HEIGHT } from './geometry.ts';
import type { GroupBox } from './group-boxes.ts';
import { groupNodeId } from './groups.ts';
import { inputHandle, outputHandle } from './handles.ts';
import type { FrameCanvasNode, FrameData, GroupCanvasNode, GroupData, NoteCanvasNode } from './node-data.ts';

/** The part of a frame by which it is dragged. */
export const FRAME_HANDLE = 'frame-head';
const FRAME_PREFIX = 'frame:';
/** Frames and groups lie below notes, wires and cards, inner ones above outer ones. */
const BACK_Z = -100;

export function frameId(scope: string): string {
  return `${FRAME_PREFIX}${scope}`;
}

/** The scope whose frame a canvas node is; `undefined` for other nodes. */
export function scopeOfFrame(id: string): string | undefined {
  return id.startsWith(FRAME_PREFIX) ? id.slice(FRAME_PREFIX.length) : undefined;
}

export function noteNode(
  note: FlowNote,
  place: Position | undefined,
  selected: boolean,
  editable: boolean,
): NoteCanvasNode {
  return {
    id: note.id,
    type: 'note',
    position: { x: place?.x ?? note.x, y: place?.y ?? note.y },
    width: note.width,
    height: note.height,
    measured: { width: note.width, height: note.height },
    handles: [],
    selected,
    focusable: false,
    connectable: false,
    zIndex: -1,
    ariaRole: 'note',
    data: { text: note.text, colour: note.colour ?? 'yellow', editable },
  };
}

/** Lets the pointer through but for its head, so that the canvas below can be drawn on as anywhere. */
export function frameNode({ scope, x, y, width, height }: Frame, level: number, data: FrameData): FrameCanvasNode {
  return {
    id: frameId(scope),
    type: 'frame',
    position: { x, y },
    width,
    height,
    measured: { width, height },
    // The edge into a folded body ends at its frame.
    handles: data.folded === undefined ? [] : [inputHandle(HEADER_HEIGHT / 2)],
    selectable: false,
    focusable: false,
    connectable: false,
    dragHandle: `.${FRAME_HANDLE}`,
    zIndex: BACK_Z + level,
    style: { pointerEvents: 'none' },
    ariaRole: 'presentation',
    data,
  };
}

/** Like a frame; folded, a card that stands for its steps, where all their ways come in and go out. */
export function groupNode(box: GroupBox, data: GroupData): GroupCanvasNode {
  const { group, x, y, width, height, level } = box;
  const isFolded = group.collapsed === true;
  const middle = HEADER_HEIGHT / 2;
  return {
    id: groupNodeId(group.id),
    type: 'cluster',
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: isFolded ? [inputHandle(middle), outputHandle(width, middle)] : [],
    selectable: false,
    focusable: false,
    connectable: false,
    dragHandle: `.${FRAME_HANDLE}`,
    zIndex: isFolded ? 0 : BACK_Z + level,
    style: { pointerEvents: 'none' },
    ariaRole: 'presentation',
    data,
  };
}
