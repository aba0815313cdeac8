import { ERROR_PORT, type Flow, type FlowNode, type Issue, type Position, UNDO_PORT } from '@lockstep/schema/graph';
import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';
import { type Edge, Position as HandleSide, type Node, type NodeHandle } from '@xyflow/react';
import { summaryOf } from '../../../steps/summary.ts';
import { edgeId, type Selection } from '../../../stores/selection-slice.ts';
import { type Chip, chipsOf } from './chips.ts';
import { type CanvasMode, type CardGeometry, cardGeometry, drawnPorts } from './geometry.ts';
import { placesOf } from './places.ts';

export interface StepData extends Record<string, unknown> {
  readonly node: FlowNode;
  readonly definition: NodeDefinition | undefined;
  readonly geometry: CardGeometry;
  readonly chips: readonly Chip[];
  readonly summary: string;
  readonly mode: CanvasMode;
  readonly editable: boolean;
}
export interface NoteData extends Record<string, unknown> {
  readonly text: string;
  readonly editable: boolean;
}
export type StepCanvasNode = Node<StepData, 'step'>;
export type NoteCanvasNode = Node<NoteData, 'note'>;
export type CanvasNode = StepCanvasNode | NoteCanvasNode;
export interface WireData extends Record<string, unknown> {
  readonly editable: boolean;
}
export type CanvasEdge = Edge<WireData, 'wire'>;

export const HANDLE_SIZE = 12;
export const INPUT_HANDLE = 'in';

export interface CanvasSource {
  readonly flow: Flow;
  readonly catalogue: Catalogue;
  readonly mode: CanvasMode;
  readonly editable: boolean;
  readonly selection: Selection;
  /** Places while a drag is under way; the document learns them at its end. */
  readonly drag: Readonly<Record<string, Position>>;
  readonly issues: Readonly<Record<string, readonly Issue[]>>;
  /** Sentence about a step of the shown run, for screen readers. */
  readonly spoken?: (node: string) => string | undefined;
}

/**
 * Makes the nodes the canvas library draws. A node whose sources did not change keeps its identity from the last call,
 * so a drag of one card makes one new object, however large the flow is.
 */
export function createNodeBuilder(): (source: CanvasSource) => CanvasNode[] {
  const kept = new Map<string, { readonly deps: readonly unknown[]; readonly node: CanvasNode }>();
  return (source) => {
    const { flow, mode, editable, selection, drag, issues } = source;
    const places = placesOf(flow);
    const selected = new Set(selection.nodes);
    const selectedNotes = new Set(selection.notes);
    const current = selection.nodes.at(-1) ?? flow.nodes[0]?.id;
    const used = portsInUse(flow);
    const { lane } = flow.settings;
    const reuse = <T extends CanvasNode>(key: string, deps: readonly unknown[], make: () => T): CanvasNode => {
      const old = kept.get(key);
      if (old?.deps.every((dep, index) => dep === deps[index])) return old.node;
      const node = make();
      kept.set(key, { deps, node });
      return node;
    };
    const notes = flow.layout.notes.map((note) => {
      const place = drag[note.id];
      const deps = [note, place?.x, place?.y, selectedNotes.has(note.id), editable];
      return reuse(`note ${note.id}`, deps, () => noteNode(note, place, selectedNotes.has(note.id), editable));
    });
    const steps = flow.nodes.map((node, index) => {
      const definition = source.catalogue.get(node.type);
      const place = drag[node.id] ?? places[node.id] ?? { x: 0, y: 0 };
      const spoken = source.spoken?.(node.id);
      const wires = used.get(node.id) ?? NONE;
      const problems = issues[node.id] ?? NONE;
      const isSelected = selected.has(node.id);
      const isCurrent = node.id === current;
      const wired = definition === undefined ? wires.join(' ') : '';
      const deps = [
        node,
        definition,
        place.x,
        place.y,
        isSelected,
        isCurrent,
        mode,
        editable,
        index,
        flow.nodes.length,
        problems,
        spoken,
        wired,
        definition?.kind === 'trigger' ? lane : undefined,
      ];
      return reuse(node.id, deps, (): StepCanvasNode => {
        const chips = chipsOf(node, definition, lane);
        const ports = drawnPorts(node, definition, wires);
        const hasChips = mode === 'run' || chips.length > 0;
        const geometry = cardGeometry({ ports, isTrigger: definition?.kind === 'trigger', hasChips });
        return {
          id: node.id,
          type: 'step',
          position: { x: place.x, y: place.y },
          width: geometry.width,
          height: geometry.height,
          measured: { width: geometry.width, height: geometry.height },
          handles: handlesOf(geometry),
          selected: isSelected,
          focusable: isCurrent,
          ariaRole: 'group',
          ariaLabel: labelOf(node, index, flow.nodes.length, problems.length, spoken),
          data: { node, definition, geometry, chips, mode, editable, summary: summaryFor(node, definition) },
        };
      });
    });
    return [...notes, ...steps];
  };
}

const NONE: readonly never[] = [];

function portsInUse(flow: Flow): ReadonlyMap<string, readonly string[]> {
  const used = new Map<string, string[]>();
  for (const { from, port } of flow.edges) {
    const ports = used.get(from);
    if (ports === undefined) used.set(from, [port]);
    else ports.push(port);
  }
  return used;
}

function noteNode(
  note: Flow['layout']['notes'][number],
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
    data: { text: note.text, editable },
  };
}

function labelOf(node: FlowNode, index: number, total: number, problems: number, spoken: string | undefined): string {
  const parts = [node.name, `step ${index + 1} of ${total}`];
  if (problems > 0) parts.push(problems === 1 ? '1 problem' : `${problems} problems`);
  if (node.policy.disabled === true) parts.push('switched off');
  if (spoken !== undefined) parts.push(spoken);
  return parts.join(', ');
}

function summaryFor(node: FlowNode, definition: NodeDefinition | undefined): string {
  if (definition === undefined) return node.type;
  const summary = summaryOf(definition.ui.summary, node.params);
  return summary === '' ? definition.ui.label : summary;
}

function handlesOf(geometry: CardGeometry): NodeHandle[] {
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
  if (geometry.hasInput) {
    handles.push({
      id: INPUT_HANDLE,
      type: 'target',
      position: HandleSide.Left,
      x: -half,
      y: geometry.inputY - half,
      ...size,
    });
  }
  return handles;
}

/** The same for edges: an edge keeps its identity while it and its selection stay. */
export function createEdgeBuilder(): (flow: Flow, selection: Selection, editable: boolean) => CanvasEdge[] {
  let kept = new Map<string, CanvasEdge>();
  return (flow, selection, editable) => {
    const selected = new Set(selection.edges);
    const next = new Map<string, CanvasEdge>();
    for (const edge of flow.edges) {
      const id = edgeId(edge);
      const old = kept.get(id);
      const isSelected = selected.has(id);
      if (old !== undefined && old.selected === isSelected && old.data?.editable === editable) next.set(id, old);
      else {
        next.set(id, {
          id,
          type: 'wire',
          source: edge.from,
          sourceHandle: edge.port,
          target: edge.to,
          targetHandle: INPUT_HANDLE,
          selected: isSelected,
          focusable: false,
          reconnectable: editable && isSelected,
          data: { editable },
        });
      }
    }
    kept = next;
    return [...next.values()];
  };
}
