import { bodyOf, type Flow, type FlowEdge, type Position, refuseEdge } from '@lockstep/schema/graph';
import type { Connection, EdgeChange, FinalConnectionState, NodeChange } from '@xyflow/react';
import type { MouseEvent as ReactMouseEvent } from 'react';
import { catalogue } from '../../steps/catalogue.ts';
import { describeEdit } from '../../stores/describe-edit.ts';
import type { FlowStore } from '../../stores/flow-store.ts';
import { edgeId } from '../../stores/selection-slice.ts';
import type { EditorActions } from './editor-actions.ts';
import type { CanvasEdge } from './model/canvas-edges.ts';
import { foldedAround } from './model/fold.ts';
import { framesOf, hasScopes, scopesAfterDrag, withBodies } from './model/frames.ts';
import { HEADER_HEIGHT } from './model/geometry.ts';
import { moveSteps } from './model/gestures.ts';
import { groupBoxes } from './model/group-boxes.ts';
import { dropTargets } from './model/group-drops.ts';
import { groupOfNodeId, groupsOf, insideGroup } from './model/groups.ts';
import { scopeOfFrame } from './model/layout-nodes.ts';
import type { CanvasNode } from './model/node-data.ts';
import { placesOf, snap } from './model/places.ts';

export const NO_DRAG: Readonly<Record<string, Position>> = {};
const NO_CHANGE: Readonly<Record<string, string | null>> = {};

/** What the canvas library reports, as selections and edits of the document. */
export function createHandlers(
  store: FlowStore,
  actions: EditorActions,
  setDrag: (change: (drag: Readonly<Record<string, Position>>) => Readonly<Record<string, Position>>) => void,
) {
  const select = (changes: readonly (NodeChange<CanvasNode> | EdgeChange<CanvasEdge>)[], kind: 'node' | 'edge') => {
    const { selection, flow } = store.getState();
    const notes = new Set(flow.layout.notes.map(({ id }) => id));
    const sets = { nodes: new Set(selection.nodes), edges: new Set(selection.edges), notes: new Set(selection.notes) };
    for (const change of changes) {
      if (change.type !== 'select') continue;
      const set = kind === 'edge' ? sets.edges : notes.has(change.id) ? sets.notes : sets.nodes;
      if (change.selected) set.add(change.id);
      else set.delete(change.id);
    }
    store.getState().select({ nodes: [...sets.nodes], edges: [...sets.edges], notes: [...sets.notes] });
  };

  /** With the scopes as they are folded on the canvas now. */
  const shown = () => foldedAround(store.getState().flow, store.getState().selection.nodes);

  const drop = (moved: readonly CanvasNode[]) => {
    setDrag(() => NO_DRAG);
    const { edit } = store.getState();
    const flow = shown();
    const notes = new Map(flow.layout.notes.map((note) => [note.id, note]));
    const places = moved
      .flatMap((node) => dragged(flow, node.id, node.position))
      .map(([id, at]) => [id, snap(at)] as const);
    const held = moved.flatMap(({ id }) => scopeOfFrame(id) ?? []);
    const positions = Object.fromEntries(places.filter(([id]) => !notes.has(id)));
    const count = places.length;
    const noteEdits = places.flatMap(([id, place]) => {
      const note = notes.get(id);
      return note === undefined ? [] : [{ type: 'note.put' as const, note: { ...note, ...place } }];
    });
    const moveEdits = moveSteps(flow, positions, catalogue, held);
    const edits = [...moveEdits, ...noteEdits];
    const rescoped = moveEdits.findLast(({ type }) => type === 'node.scope');
    const [only] = edits;
    if (only !== undefined && edits.length === 1) edit(only);
    else if (only !== undefined) {
      const joined = moveEdits.findLast((one) => one.type === 'group.put');
      const things = count === 1 ? describeEdit(flow, only) : `move ${count} things`;
      const into = joined === undefined || rescoped !== undefined ? '' : ` into “${joined.group.name}”`;
      const label = rescoped === undefined ? `${things}${into}` : describeEdit(flow, rescoped);
      edit({ type: 'batch', label, edits });
    }
  };

  return {
    onNodesChange: (changes: NodeChange<CanvasNode>[]) => {
      if (changes.some(({ type }) => type === 'select')) select(changes, 'node');
      const moved = changes.flatMap((change) =>
        change.type === 'position' && change.dragging === true && change.position !== undefined
          ? [[change.id, change.position] as const]
          : [],
      );
      if (moved.length === 0) return;
      const flow = shown();
      const places = Object.fromEntries(moved.flatMap(([id, at]) => dragged(flow, id, at)));
      const frames = Object.fromEntries(moved.filter(([id]) => scopeOfFrame(id) !== undefined));
      setDrag((drag) => ({ ...drag, ...frames, ...withBodies(flow, places, placesOf(flow)) }));
    },
    onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => {
      if (changes.some(({ type }) => type === 'select')) select(changes, 'edge');
    },
    onNodeDragStop: (_: unknown, __: CanvasNode, moved: CanvasNode[]) => drop(moved),
    onSelectionDragStop: (_: unknown, moved: CanvasNode[]) => drop(moved),
    isValidConnection: (connection: Connection | CanvasEdge) =>
      refuseEdge(store.getState().flow, asEdge(connection), catalogue) === undefined,
    onConnect: (connection: Connection) => actions.connect(asEdge(connection)),
    onReconnect: (edge: CanvasEdge, connection: Connection) => {
      const before = store.getState().flow.edges.find((one) => edgeId(one) === edge.id);
      if (before !== undefined) actions.reconnect(before, asEdge(connection));
    },
    onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      if (state.isValid === true || state.fromHandle === null || state.fromHandle.type !== 'source') return;
      const from = state.fromHandle.nodeId;
      const port = state.fromHandle.id ?? 'out';
      const touch = 'changedTouches' in event ? event.changedTouches[0] : event;
      if (touch === undefined) return;
      const screen = { x: touch.clientX, y: touch.clientY };
      // Anywhere on a card is as good as its port.
      const under = document.elementFromPoint(screen.x, screen.y)?.closest<HTMLElement>('.react-flow__node-step');
      const to = under?.dataset.id ?? state.toNode?.id;
      if (to !== undefined) {
        if (to !== from || state.toHandle !== null) actions.connect({ from, port, to });
        return;
      }
      const place = actions.canvas.toFlow(screen);
      const at = { x: place.x, y: place.y - HEADER_HEIGHT / 2 };
      actions.openQuickAdd(screen, { kind: 'port', from, port, at });
    },
    /** A plain click on one of several selected steps selects it alone; a drag moves them all. */
    onNodeClick: ({ shiftKey, ctrlKey, metaKey }: MouseEvent | ReactMouseEvent, node: CanvasNode) => {
      const isPlain = !(shiftKey || ctrlKey || metaKey);
      const { selection } = store.getState();
      if (isPlain && node.type === 'step' && selection.nodes.length > 1) store.getState().select({ nodes: [node.id] });
    },
    onNodeDoubleClick: (_: unknown, node: CanvasNode) => {
      if (node.type === 'step') actions.openStep();
    },
  };
}

/** What a dragged canvas node moves: itself, or, for a frame or a group, the steps in it. */
function dragged(flow: Flow, id: string, at: Position): readonly (readonly [string, Position])[] {
  const scope = scopeOfFrame(id);
  const groupId = groupOfNodeId(id);
  if (scope === undefined && groupId === undefined) return [[id, at]];
  const places = placesOf(flow);
  const frames = framesOf(flow, places, catalogue);
  const group = groupBoxes(flow, { places, frames, catalogue }).find((one) => one.group.id === groupId);
  const box = group ?? frames.find((one) => one.scope === scope);
  if (box === undefined) return [];
  const inside = group === undefined ? bodyOf(flow, scope ?? '') : insideGroup(flow, group.group);
  return inside.flatMap((inner) => {
    const place = places[inner];
    return place ? [[inner, { x: place.x + at.x - box.x, y: place.y + at.y - box.y }] as const] : [];
  });
}

/** Which dragged steps would change their scope if they were let go now. */
export function enteringOf(
  flow: Flow,
  drag: Readonly<Record<string, Position>>,
): Readonly<Record<string, string | null>> {
  if (drag === NO_DRAG || !hasScopes(flow, catalogue)) return NO_CHANGE;
  const notes = new Set(flow.layout.notes.map(({ id }) => id));
  const held = Object.keys(drag).flatMap((id) => scopeOfFrame(id) ?? []);
  const steps = Object.fromEntries(
    Object.entries(drag).filter(([id]) => !notes.has(id) && scopeOfFrame(id) === undefined),
  );
  if (Object.keys(steps).length === 0) return NO_CHANGE;
  return scopesAfterDrag(flow, { moved: steps, places: { ...placesOf(flow), ...steps }, catalogue, held });
}

/** The groups that what is dragged would join if it were let go now; as one text, so that two looks can be compared. */
export function joiningOf(flow: Flow, drag: Readonly<Record<string, Position>>): string {
  if (drag === NO_DRAG || groupsOf(flow).length === 0) return '';
  const steps = new Set(flow.nodes.map(({ id }) => id));
  const moved = Object.fromEntries(Object.entries(drag).filter(([id]) => steps.has(id)));
  const held = Object.keys(drag).flatMap((id) => scopeOfFrame(id) ?? []);
  const targets = dropTargets(flow, { moved, places: { ...placesOf(flow), ...moved }, catalogue, held });
  return [...new Set([...targets.steps.values(), ...targets.groups.values()])].join(' ');
}

function asEdge(connection: Connection | CanvasEdge): FlowEdge {
  return { from: connection.source, port: connection.sourceHandle ?? 'out', to: connection.target };
}
