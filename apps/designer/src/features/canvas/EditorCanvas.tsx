import { catalogue } from '@lockstep/nodes/catalogue';
import type { StepView } from '@lockstep/schema/api';
import { type FlowEdge, type Position, refuseEdge } from '@lockstep/schema/graph';
import type { Connection, Edge, EdgeChange, FinalConnectionState, NodeChange, ReactFlowInstance } from '@xyflow/react';
import { type DragEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useEditorUi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { edgeId } from '../../stores/selection-slice.ts';
import { CanvasControls } from './CanvasControls.tsx';
import { CanvasView } from './CanvasView.tsx';
import { type CanvasActions, CanvasActionsProvider } from './canvas-actions.ts';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import type { EditorActions } from './editor-actions.ts';
import { type CanvasEdge, type CanvasNode, createEdgeBuilder, createNodeBuilder } from './model/canvas-nodes.ts';
import { CARD_WIDTH, HEADER_HEIGHT } from './model/geometry.ts';
import { snap } from './model/places.ts';
import { trafficOf } from './model/traffic.ts';
import { type CanvasOverlay, createOverlayStore, OverlayProvider } from './overlay-store.ts';
import { STEP_TYPE_MIME } from './Palette.tsx';
import { useEditorActions } from './use-editor-actions.ts';
import { keepViewport, keptViewport, useFitOnOpen } from './use-viewport.ts';

const HOVER_REST_MS = 90;
const HOVER_LINGER_MS = 260;
const NO_DRAG: Readonly<Record<string, Position>> = {};

export interface EditorCanvasProps {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly pointer: RefObject<Position | undefined>;
  /** Steps of a test run that lie over the drawing. */
  readonly steps: readonly StepView[] | undefined;
  /** What waits in the lanes of the flow. */
  readonly laneNote: CanvasOverlay['laneNote'];
}

/** The canvas people draw on. Every gesture ends as one edit of the document. */
export function EditorCanvas({ frame, pointer, steps, laneNote }: EditorCanvasProps) {
  const store = useFlowStoreApi();
  const actions = useEditorActions();
  const flow = useFlowState((state) => state.flow);
  const selection = useFlowState((state) => state.selection);
  const issues = useFlowState((state) => state.issuesByNode);
  const miniMap = useEditorUi((ui) => ui.miniMap);
  const [overlay] = useState(createOverlayStore);
  const [buildNodes] = useState(createNodeBuilder);
  const [buildEdges] = useState(createEdgeBuilder);
  const [drag, setDrag] = useState(NO_DRAG);

  useEffect(() => {
    const counts = Object.entries(issues).map(([node, list]) => {
      const errors = list.filter(({ severity }) => severity === 'error').length;
      return [node, { errors, warnings: list.length - errors }] as const;
    });
    overlay.setState({ issues: Object.fromEntries(counts) });
  }, [overlay, issues]);

  useEffect(() => {
    const byNode = steps && Object.fromEntries(steps.map((step) => [step.node, step]));
    overlay.setState({ steps: byNode, traffic: byNode === undefined ? {} : trafficOf(flow, byNode) });
  }, [overlay, steps, flow]);

  const noteText = laneNote?.text;
  const isBlocked = laneNote?.isBlocked ?? false;
  useEffect(() => {
    overlay.setState({ laneNote: noteText === undefined ? undefined : { text: noteText, isBlocked } });
  }, [overlay, noteText, isBlocked]);

  const mode = steps === undefined ? 'design' : 'run';
  const nodes = useMemo(
    () => buildNodes({ flow, catalogue, mode, editable: true, selection, drag, issues }),
    [buildNodes, flow, mode, selection, drag, issues],
  );
  const edges = useMemo(() => buildEdges(flow, selection, true), [buildEdges, flow, selection]);

  const fit = useFitOnOpen(flow, 'edit');
  const [viewport] = useState(() => keptViewport(flow.id));
  const handlers = useMemo(() => {
    const canvasHandlers = createHandlers(store, actions, setDrag);
    return {
      ...canvasHandlers,
      onMoveEnd: (_: unknown, at: { x: number; y: number; zoom: number }) => keepViewport(store.getState().flow.id, at),
      onInit: (instance: ReactFlowInstance<CanvasNode, CanvasEdge>) => {
        if (viewport === undefined) fit(instance);
        // A link names a step: the first look must not end elsewhere, however late the canvas is ready.
        const [wanted] = store.getState().selection.nodes;
        if (wanted !== undefined) actions.canvas.reveal(wanted);
      },
    };
  }, [store, actions, fit, viewport]);

  const canvasActions = useMemo((): CanvasActions & { readonly hover: ReturnType<typeof hoverHandlers> } => {
    const hover = hoverHandlers((id) => overlay.setState({ hoveredEdge: id }));
    return {
      hover,
      insertInto: actions.insertInto,
      removeEdge: actions.removeEdge,
      hoverEdge: hover.set,
      changeNote: (id, text) => {
        const note = store.getState().flow.layout.notes.find((one) => one.id === id);
        if (note !== undefined) store.getState().edit({ type: 'note.put', note: { ...note, text } });
      },
      resizeNote: (id, box) => {
        const note = store.getState().flow.layout.notes.find((one) => one.id === id);
        if (note !== undefined) store.getState().edit({ type: 'note.put', note: { ...note, ...box } });
      },
    };
  }, [actions, overlay, store]);

  const dropRef = useRef<(event: DragEvent) => void>(undefined);
  dropRef.current = (event) => {
    const type = event.dataTransfer.getData(STEP_TYPE_MIME);
    if (type === '') return;
    event.preventDefault();
    const at = actions.canvas.toFlow({ x: event.clientX, y: event.clientY });
    const place = { x: at.x - CARD_WIDTH / 2, y: at.y - HEADER_HEIGHT / 2 };
    actions.add(type, { kind: 'place', at: place, exact: true });
  };

  return (
    <OverlayProvider value={overlay}>
      <CanvasActionsProvider value={canvasActions}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: pointer conveniences; each has a key and a button too */}
        <div
          ref={frame}
          className="relative size-full"
          onPointerMove={(event) => {
            pointer.current = { x: event.clientX, y: event.clientY };
          }}
          onPointerLeave={() => {
            pointer.current = undefined;
          }}
          onDragOver={(event) => {
            if (event.dataTransfer.types.includes(STEP_TYPE_MIME)) event.preventDefault();
          }}
          onDrop={(event) => dropRef.current?.(event)}
          onDoubleClick={(event) => {
            if (!(event.target as HTMLElement).classList.contains('react-flow__pane')) return;
            const at = { x: event.clientX, y: event.clientY };
            const place = actions.canvas.toFlow(at);
            actions.openQuickAdd(at, { kind: 'place', at: { x: place.x, y: place.y - HEADER_HEIGHT / 2 } });
          }}
        >
          <CanvasView
            nodes={nodes}
            edges={edges}
            editable
            showMiniMap={miniMap && flow.nodes.length > 0}
            {...handlers}
            onEdgeMouseEnter={canvasActions.hover.enter}
            onEdgeMouseLeave={canvasActions.hover.leave}
            {...(viewport === undefined ? {} : { defaultViewport: viewport })}
          >
            <CanvasControls />
          </CanvasView>
          {flow.nodes.length === 0 && <EmptyCanvas />}
        </div>
      </CanvasActionsProvider>
    </OverlayProvider>
  );
}

/** Buttons of an edge come when the pointer rests on it, and stay a moment after it left, so that they can be reached. */
function hoverHandlers(show: (id: string | undefined) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const set = (id: string | undefined) => {
    clearTimeout(timer);
    timer = setTimeout(() => show(id), id === undefined ? HOVER_LINGER_MS : HOVER_REST_MS);
  };
  return { set, enter: (_: unknown, edge: Edge) => set(edge.id), leave: () => set(undefined) };
}

function createHandlers(
  store: ReturnType<typeof useFlowStoreApi>,
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

  const drop = (moved: readonly CanvasNode[]) => {
    setDrag(() => NO_DRAG);
    const { flow, edit } = store.getState();
    const notes = new Map(flow.layout.notes.map((note) => [note.id, note]));
    const places = moved.map((node) => [node.id, snap(node.position)] as const);
    const positions = Object.fromEntries(places.filter(([id]) => !notes.has(id)));
    const count = places.length;
    const noteEdits = places.flatMap(([id, place]) => {
      const note = notes.get(id);
      return note === undefined ? [] : [{ type: 'note.put' as const, note: { ...note, ...place } }];
    });
    const moveEdits = Object.keys(positions).length === 0 ? [] : [{ type: 'node.move' as const, positions }];
    const [only] = [...moveEdits, ...noteEdits];
    if (only !== undefined && moveEdits.length + noteEdits.length === 1) edit(only);
    else if (only !== undefined)
      edit({ type: 'batch', label: `move ${count} things`, edits: [...moveEdits, ...noteEdits] });
  };

  return {
    onNodesChange: (changes: NodeChange<CanvasNode>[]) => {
      if (changes.some(({ type }) => type === 'select')) select(changes, 'node');
      const moved = changes.flatMap((change) =>
        change.type === 'position' && change.dragging === true && change.position !== undefined
          ? [[change.id, change.position] as const]
          : [],
      );
      if (moved.length > 0) setDrag((drag) => ({ ...drag, ...Object.fromEntries(moved) }));
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
    onNodeDoubleClick: (_: unknown, node: CanvasNode) => {
      if (node.type === 'step') actions.openInspector();
    },
  };
}

function asEdge(connection: Connection | CanvasEdge): FlowEdge {
  return { from: connection.source, port: connection.sourceHandle ?? 'out', to: connection.target };
}
