import {
  Background,
  BackgroundVariant,
  type EdgeTypes,
  type NodeTypes,
  ReactFlow,
  type ReactFlowProps,
  SelectionMode,
  useStore,
} from '@xyflow/react';
import { memo, type ReactNode, useCallback } from 'react';
import { STATUS } from '../../ui/index.ts';
import './canvas.css';
import { FrameNode } from './FrameNode.tsx';
import { GroupNode } from './GroupNode.tsx';
import { MiniMap } from './MiniMap.tsx';
import type { CanvasEdge } from './model/canvas-edges.ts';
import { TITLE_FROM } from './model/geometry.ts';
import type { CanvasNode } from './model/node-data.ts';
import { NoteNode } from './NoteNode.tsx';
import { type CanvasOverlay, useOverlay } from './overlay-store.ts';
import { StepNode } from './StepNode.tsx';
import { WireEdge } from './WireEdge.tsx';

// All of these live outside the component: a new object on every render would draw every card again.
const NODE_TYPES: NodeTypes = { step: StepNode, note: NoteNode, frame: FrameNode, cluster: GroupNode };
const EDGE_TYPES: EdgeTypes = { wire: WireEdge };
const PAN_BUTTONS = [1, 2];
/** One finger draws no frame around steps: it moves the drawing, two make it larger. */
const BY_TOUCH = matchMedia('(pointer: coarse)').matches;
const NO_KEY = null;
const MULTI_KEYS = ['Shift', 'Meta', 'Control'];
const ARIA = {
  'node.a11yDescription.default': 'Arrow keys go to the neighbouring steps.',
  'edge.a11yDescription.default': 'An edge from a port to a step.',
};

export type CanvasHandlers = Pick<
  ReactFlowProps<CanvasNode, CanvasEdge>,
  | 'onNodesChange'
  | 'onEdgesChange'
  | 'onConnect'
  | 'onConnectEnd'
  | 'onReconnect'
  | 'isValidConnection'
  | 'onNodeDragStop'
  | 'onSelectionDragStop'
  | 'onNodeDoubleClick'
  | 'onNodeClick'
  | 'onNodeMouseEnter'
  | 'onNodeMouseLeave'
  | 'onEdgeMouseEnter'
  | 'onEdgeMouseLeave'
  | 'onPaneClick'
  | 'onMoveEnd'
  | 'onInit'
  | 'defaultViewport'
>;

export interface CanvasViewProps extends CanvasHandlers {
  readonly nodes: CanvasNode[];
  readonly edges: CanvasEdge[];
  readonly editable: boolean;
  readonly showMiniMap: boolean;
  readonly children?: ReactNode;
}

/** The canvas library with our measured settings; state and handlers come in and must be stable. */
export function CanvasView({ nodes, edges, editable, showMiniMap, children, ...handlers }: CanvasViewProps) {
  return (
    <ReactFlow<CanvasNode, CanvasEdge>
      {...handlers}
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      onlyRenderVisibleElements
      nodesDraggable={editable}
      nodesConnectable={editable}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={NO_KEY}
      selectionKeyCode={NO_KEY}
      multiSelectionKeyCode={MULTI_KEYS}
      selectionOnDrag={editable && !BY_TOUCH}
      selectionMode={SelectionMode.Partial}
      panOnDrag={editable && !BY_TOUCH ? PAN_BUTTONS : true}
      panOnScroll
      panActivationKeyCode="Space"
      zoomOnDoubleClick={false}
      minZoom={0.1}
      maxZoom={2}
      connectionRadius={28}
      connectOnClick={false}
      nodeDragThreshold={3}
      elevateNodesOnSelect
      ariaLabelConfig={ARIA}
    >
      <Dots />
      {showMiniMap && <Overview />}
      {children}
    </ReactFlow>
  );
}

/** The small map; draws again when problems or the run change, which its blocks show. */
const Overview = memo(function Overview() {
  const steps = useOverlay((overlay) => overlay.steps);
  const issues = useOverlay((overlay) => overlay.issues);
  const stats = useOverlay((overlay) => overlay.stats);
  const colour = useCallback((node: CanvasNode) => colourOf(node, { steps, stats, issues }), [steps, stats, issues]);
  return <MiniMap colour={colour} />;
});

/** From afar the dots run into one grey, and cost as much to draw as the steps. */
const Dots = memo(function Dots() {
  const isNear = useStore((state) => state.transform[2] >= TITLE_FROM);
  return isNear && <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />;
});

function colourOf(
  node: CanvasNode,
  { steps, stats, issues }: Pick<CanvasOverlay, 'steps' | 'stats' | 'issues'>,
): string {
  if (node.type === 'frame' || node.type === 'cluster') return 'sunken';
  if (node.type === 'note') return 'waiting-soft';
  const did = stats?.[node.id];
  if (did !== undefined && did.done + did.failed > 0) return did.failed > 0 ? 'failed' : 'ok';
  const status = steps?.[node.id]?.status;
  const isTold = status !== undefined && status !== 'pending' && status !== 'skipped';
  if (isTold) return STATUS[status].tone;
  return (issues[node.id]?.errors ?? 0) > 0 ? 'failed' : 'line-strong';
}
