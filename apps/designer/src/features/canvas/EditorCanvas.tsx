import type { StepView } from '@lockstep/schema/api';
import { type Position, SCOPE_PORT } from '@lockstep/schema/graph';
import type { Edge, ReactFlowInstance } from '@xyflow/react';
import { type DragEvent, memo, type RefObject, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { catalogue } from '../../steps/catalogue.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { lazyPart, whenIdle } from '../../ui/index.ts';
import { CanvasControls } from './CanvasControls.tsx';
import { CanvasView } from './CanvasView.tsx';
import { type CanvasActions, CanvasActionsProvider } from './canvas-actions.ts';
import { createHandlers, enteringOf, joiningOf, NO_DRAG } from './canvas-handlers.ts';
import { type CanvasEdge, createEdgeBuilder } from './model/canvas-edges.ts';
import { createNodeBuilder } from './model/canvas-nodes.ts';
import { foldedAround } from './model/fold.ts';
import { CARD_WIDTH, HEADER_HEIGHT } from './model/geometry.ts';
import type { CanvasNode } from './model/node-data.ts';
import { STEP_TYPE_MIME } from './model/palette.ts';
import { trafficOf } from './model/traffic.ts';
import { type CanvasOverlay, createOverlayStore, OverlayProvider } from './overlay-store.ts';
import { TidyingNote } from './TidyingNote.tsx';
import { useEditorActions } from './use-editor-actions.ts';
import { useGlide } from './use-glide.ts';
import { keepViewport, keptViewport, useFitOnOpen } from './use-viewport.ts';

const EmptyCanvas = lazyPart(async () => (await import('./EmptyCanvas.tsx')).EmptyCanvas);
const SelectionBar = lazyPart(async () => memo((await import('./SelectionBar.tsx')).SelectionBar));

const HOVER_REST_MS = 90;
const HOVER_LINGER_MS = 260;

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
  const ui = useEditorUiApi();
  const actions = useEditorActions();
  const drawn = useFlowState((state) => state.flow);
  const selection = useFlowState((state) => state.selection);
  const flow = useMemo(() => foldedAround(drawn, selection.nodes), [drawn, selection]);
  const issues = useFlowState((state) => state.issuesByNode);
  const editable = useFlowState((state) => state.editable);
  // The first steps stand in its place.
  const miniMap = useEditorUi((ui) => ui.miniMap && !ui.tour);
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

  const { pinned } = drawn;
  useEffect(() => overlay.setState({ pinned }), [overlay, pinned]);

  const noteText = laneNote?.text;
  const isBlocked = laneNote?.isBlocked ?? false;
  useEffect(() => {
    overlay.setState({ laneNote: noteText === undefined ? undefined : { text: noteText, isBlocked } });
  }, [overlay, noteText, isBlocked]);

  const renaming = useEditorUi((ui) => ui.renaming);
  useEffect(() => {
    overlay.setState({ writing: renaming });
  }, [overlay, renaming]);

  const mode = steps === undefined ? 'design' : 'run';
  const entering = useMemo(() => enteringOf(flow, drag), [flow, drag]);
  const joining = useMemo(() => joiningOf(flow, drag), [flow, drag]);
  useEffect(() => overlay.setState({ joining: joining === '' ? [] : joining.split(' ') }), [overlay, joining]);
  useEffect(warmUp, []);
  const glide = useGlide(flow);
  const moving = useMemo(() => (drag === NO_DRAG ? glide : { ...glide, ...drag }), [glide, drag]);
  const nodes = useMemo(
    () => buildNodes({ flow, catalogue, mode, editable, selection, drag: moving, entering, issues }),
    [buildNodes, editable, flow, mode, selection, moving, entering, issues],
  );
  const edges = useMemo(() => buildEdges(flow, selection, editable), [buildEdges, editable, flow, selection]);

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
      addBehind: (from, port, at) => actions.openQuickAdd(at, { kind: 'port', from, port }),
      pick: (step) => actions.pick([step], { stay: true }),
      toggleFold: (scope) => actions.toggleFold(scope),
      addInside: (scope, at) => actions.openQuickAdd(at, { kind: 'port', from: scope, port: SCOPE_PORT }),
      pickGroup: actions.pickGroup,
      toggleGroup: actions.toggleGroup,
      renameGroup: actions.renameGroup,
      write: (renaming) => ui.setState({ renaming }),
      changeNote: (id, text) => {
        const note = store.getState().flow.layout.notes.find((one) => one.id === id);
        if (note !== undefined) store.getState().edit({ type: 'note.put', note: { ...note, text } });
      },
      resizeNote: (id, box) => {
        const note = store.getState().flow.layout.notes.find((one) => one.id === id);
        if (note !== undefined) store.getState().edit({ type: 'note.put', note: { ...note, ...box } });
      },
    };
  }, [actions, overlay, store, ui]);

  const [nodeHover] = useState(() => ({
    onNodeMouseEnter: (_: unknown, node: CanvasNode) => overlay.setState({ hoveredNode: node.id }),
    onNodeMouseLeave: () => overlay.setState({ hoveredNode: undefined }),
  }));

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
            editable={editable}
            showMiniMap={miniMap && flow.nodes.length > 0}
            {...handlers}
            onNodeMouseEnter={nodeHover.onNodeMouseEnter}
            onNodeMouseLeave={nodeHover.onNodeMouseLeave}
            onEdgeMouseEnter={canvasActions.hover.enter}
            onEdgeMouseLeave={canvasActions.hover.leave}
            {...(viewport === undefined ? {} : { defaultViewport: viewport })}
          >
            <CanvasControls />
          </CanvasView>
          <TidyingNote />
          {flow.nodes.length === 0 && (
            <Suspense>
              <EmptyCanvas />
            </Suspense>
          )}
          {selection.nodes.length + selection.notes.length > 0 && (
            <Suspense>
              <SelectionBar below={steps !== undefined} />
            </Suspense>
          )}
        </div>
      </CanvasActionsProvider>
    </OverlayProvider>
  );
}

/** The layout engine is large: it is fetched when the browser is idle, long before somebody tidies up. */
function warmUp(): void {
  whenIdle(() => void import('./tidy/tidy.ts').then(({ warmTidy }) => warmTidy()).catch(() => {}));
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
