import type { StepStats, StepView } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { type NodeChange, ReactFlowProvider } from '@xyflow/react';
import { Suspense, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { UNDO_LOOK } from '../../parts/undo-words.ts';
import { catalogue, StepTypes } from '../../steps/catalogue.ts';
import { NOTHING_SELECTED } from '../../stores/selection-slice.ts';
import { formatDuration, STATUS } from '../../ui/index.ts';
import { CanvasControls } from './CanvasControls.tsx';
import { CanvasView } from './CanvasView.tsx';
import { CanvasActionsProvider, NO_ACTIONS } from './canvas-actions.ts';
import { createEdgeBuilder } from './model/canvas-edges.ts';
import { createNodeBuilder } from './model/canvas-nodes.ts';
import { foldedAround } from './model/fold.ts';
import type { CanvasNode } from './model/node-data.ts';
import { trafficOf } from './model/traffic.ts';
import { createOverlayStore, type DiffMarks, type EdgeVolume, OverlayProvider } from './overlay-store.ts';
import { useFitOnOpen, useFollow } from './use-viewport.ts';

export interface FlowCanvasProps {
  readonly flow: Flow;
  /** `run`: every card tells how its step stands; `operate`: what it did within some time; `view`: only the drawing. */
  readonly mode: 'run' | 'operate' | 'view';
  readonly steps?: readonly StepView[];
  /** Name of the item that is shown of each scope. */
  readonly items?: Readonly<Record<string, string>> | undefined;
  /** Of the mode `operate`: what steps did, and how thick edges are drawn. */
  readonly stats?: readonly StepStats[] | undefined;
  readonly volumes?: Readonly<Record<string, EdgeVolume>> | undefined;
  /** Short words on edges. */
  readonly values?: Readonly<Record<string, string>> | undefined;
  /** What differs from another drawing; the flow then holds what was removed, too. */
  readonly marks?: DiffMarks;
  /** Node that is picked out. */
  readonly selected?: string | undefined;
  readonly onSelect?: (node: string | undefined) => void;
}

/** Smaller flows are seen whole. */
const MINI_MAP_FROM = 12;
const NO_DRAG = {};
const NO_STEPS: readonly StepView[] = [];
const NO_ISSUES = {};
const NO_FOLDS: readonly string[] = [];

/** A flow to look at: a run on its way, or a version. The drawing cannot be changed here. */
export function FlowCanvas(props: FlowCanvasProps) {
  return (
    <ReactFlowProvider>
      <Suspense>
        <StepTypes nodes={props.flow.nodes}>
          <ReadOnlyCanvas {...props} />
        </StepTypes>
      </Suspense>
    </ReactFlowProvider>
  );
}

function ReadOnlyCanvas(props: FlowCanvasProps) {
  const { flow: given, mode, steps = NO_STEPS, items, marks, stats, volumes, values, selected, onSelect } = props;
  const [overlay] = useState(createOverlayStore);
  const [buildNodes] = useState(createNodeBuilder);
  const [buildEdges] = useState(createEdgeBuilder);
  const { flow, toggleFold, toggleGroup } = useFolds(given, selected);
  const byNode = useMemo(() => Object.fromEntries(steps.map((step) => [step.node, step])), [steps]);

  useEffect(() => {
    if (mode === 'run') overlay.setState({ steps: byNode, items, traffic: trafficOf(flow, byNode) });
    else overlay.setState({ steps: undefined, items: undefined, traffic: {} });
  }, [overlay, mode, flow, byNode, items]);
  useEffect(() => overlay.setState({ marks }), [overlay, marks]);
  useEffect(() => overlay.setState({ values }), [overlay, values]);
  const statsByNode = useMemo(() => stats && Object.fromEntries(stats.map((step) => [step.node, step])), [stats]);
  useEffect(() => overlay.setState({ stats: statsByNode, volumes }), [overlay, statsByNode, volumes]);
  // What is seen comes first; the words for screen readers make new cards of those that changed.
  const toldStats = useDeferredValue(statsByNode);

  const selection = useMemo(
    () => (selected === undefined ? NOTHING_SELECTED : { ...NOTHING_SELECTED, nodes: [selected] }),
    [selected],
  );
  const nodes = useMemo(
    () =>
      buildNodes({
        flow,
        catalogue,
        mode: mode === 'operate' ? 'run' : mode,
        editable: false,
        selection,
        drag: NO_DRAG,
        issues: NO_ISSUES,
        spoken: (id) => {
          if (mode === 'run') return sentence(byNode[id]);
          if (mode === 'operate') return statsSentence(toldStats?.[id]);
          return marks && (marks.nodes[id] ?? 'as it was');
        },
      }),
    [buildNodes, flow, mode, selection, byNode, marks, toldStats],
  );
  const edges = useMemo(() => buildEdges(flow, NOTHING_SELECTED, false), [buildEdges, flow]);

  const [handlers] = useState(() => ({ current: onSelect }));
  handlers.current = onSelect;
  const [onNodesChange] = useState(() => (changes: NodeChange<CanvasNode>[]) => {
    const picked = changes.find((change) => change.type === 'select' && change.selected);
    if (picked?.type === 'select') handlers.current?.(picked.id);
  });
  const [onPaneClick] = useState(() => () => handlers.current?.(undefined));
  const [canvasActions] = useState(() => ({
    ...NO_ACTIONS,
    pick: (step: string) => handlers.current?.(step),
    toggleFold,
    toggleGroup,
  }));
  const fit = useFitOnOpen(flow, 'look', selected);
  useFollow(flow, selected);

  return (
    <OverlayProvider value={overlay}>
      <CanvasActionsProvider value={canvasActions}>
        <CanvasView
          nodes={nodes}
          edges={edges}
          editable={false}
          showMiniMap={given.nodes.length > MINI_MAP_FROM}
          onNodesChange={onNodesChange}
          onPaneClick={onPaneClick}
          onInit={fit}
        >
          <CanvasControls />
        </CanvasView>
      </CanvasActionsProvider>
    </OverlayProvider>
  );
}

/** What a step did, for a screen reader. */
function statsSentence(stats: StepStats | undefined): string {
  if (stats === undefined) return 'nothing came by';
  const slow = stats.latencyMs === undefined ? '' : `, 95 of 100 within ${formatDuration(stats.latencyMs.p95)}`;
  return `${stats.done} done, ${stats.failed} failed${slow}`;
}

/** How scopes and groups are folded here: at first as they were drawn, then as the person who looks likes it. */
function useFolds(given: Flow, selected: string | undefined) {
  const [scopes, setScopes] = useState(given.layout.collapsed ?? NO_FOLDS);
  const [groups, setGroups] = useState(() => foldedGroupsOf(given));
  const folded = useMemo(() => {
    const drawn = given.layout.groups?.map((group) => ({ ...group, collapsed: groups.includes(group.id) }));
    const layout = { ...given.layout, collapsed: [...scopes], ...(drawn && { groups: drawn }) };
    return { ...given, layout };
  }, [given, scopes, groups]);
  // Another step is looked at with each that ends: where that unfolds nothing it is the same drawing.
  const flow = useMemo(() => foldedAround(folded, selected === undefined ? [] : [selected]), [folded, selected]);
  const latest = useRef(flow);
  latest.current = flow;
  const [toggles] = useState(() => ({
    toggleFold: (id: string) => {
      const isOpen = latest.current.layout.collapsed?.includes(id) !== true;
      setScopes((now) => withFold(now, id, isOpen));
    },
    toggleGroup: (id: string) => {
      const isOpen = !foldedGroupsOf(latest.current).includes(id);
      setGroups((now) => withFold(now, id, isOpen));
    },
  }));
  return { flow, ...toggles };
}

function foldedGroupsOf({ layout }: Flow): readonly string[] {
  return (layout.groups ?? []).filter(({ collapsed }) => collapsed === true).map(({ id }) => id);
}

function withFold(folded: readonly string[], id: string, isFolded: boolean): readonly string[] {
  const others = folded.filter((one) => one !== id);
  return isFolded ? [...others, id] : others;
}

function sentence(step: StepView | undefined): string {
  const status = step?.status ?? 'pending';
  const parts: string[] = [STATUS[status].label.toLowerCase()];
  if (step?.undo !== undefined) parts.push(UNDO_LOOK[step.undo.status].label.toLowerCase());
  if (step?.durationMs !== undefined) parts.push(formatDuration(step.durationMs));
  if ((step?.attempts.length ?? 0) > 1) parts.push(`${step?.attempts.length} attempts`);
  return parts.join(', ');
}
