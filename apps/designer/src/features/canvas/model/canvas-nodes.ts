import {
  byId,
  type Flow,
  type FlowNode,
  type Issue,
  type Position,
  SCOPE_PORT,
  scopesAround,
  UNDO_PORT,
} from '@lockstep/schema/graph';
import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';
import { summaryOf } from '../../../steps/summary.ts';
import type { Selection } from '../../../stores/selection-slice.ts';
import { chipsOf } from './chips.ts';
import { hiddenIn, stepsInside } from './fold.ts';
import { framesOf, hasScopes } from './frames.ts';
import { type CanvasMode, cardGeometry, drawnPorts, isLowPort } from './geometry.ts';
import { groupBoxes, levelIn } from './group-boxes.ts';
import { groupNodeId, groupOf, groupsOf, isGroupSelected, outwards } from './groups.ts';
import { handlesOf } from './handles.ts';
import { frameId, frameNode, groupNode, noteNode } from './layout-nodes.ts';
import type { CanvasNode, StepCanvasNode } from './node-data.ts';
import { placesOf } from './places.ts';

export interface CanvasSource {
  readonly flow: Flow;
  readonly catalogue: Catalogue;
  readonly mode: CanvasMode;
  readonly editable: boolean;
  readonly selection: Selection;
  /** Places while a drag is under way; the document learns them at its end. */
  readonly drag: Readonly<Record<string, Position>>;
  /** Dragged steps that change their scope when they are let go here. */
  readonly entering?: Readonly<Record<string, string | null>>;
  readonly issues: Readonly<Record<string, readonly Issue[]>>;
  /** Sentence about a step of the shown run, for screen readers. */
  readonly spoken?: (node: string) => string | undefined;
}

/** Gives the node of the last call where all it is made of is the same. */
type Reuse = <T extends CanvasNode>(key: string, deps: readonly unknown[], make: () => T) => CanvasNode;

/**
 * Makes the nodes the canvas library draws. A node whose sources did not change keeps its identity from the last call, and where
 * only places of a drag did, nothing else is looked at: so a drag of one card makes one new object, however large the flow is.
 */
export function createNodeBuilder(): (source: CanvasSource) => CanvasNode[] {
  const kept = new Map<string, { readonly deps: readonly unknown[]; readonly node: CanvasNode }>();
  const reuse: Reuse = (key, deps, make) => {
    const old = kept.get(key);
    if (old?.deps.every((dep, index) => dep === deps[index])) return old.node;
    const node = make();
    kept.set(key, { deps, node });
    return node;
  };
  let last: { readonly source: CanvasSource; readonly steps: readonly CanvasNode[] } | undefined;
  return (source) => {
    const steps =
      last !== undefined && isMovedOnly(last.source, source)
        ? moved(last.steps, last.source, source)
        : stepsOf(source, reuse);
    last = { source, steps };
    return [...frameNodes(source, reuse), ...noteNodes(source, reuse), ...steps];
  };
}

function isMovedOnly(before: CanvasSource, now: CanvasSource): boolean {
  return (
    before.flow === now.flow &&
    before.catalogue === now.catalogue &&
    before.mode === now.mode &&
    before.editable === now.editable &&
    before.selection === now.selection &&
    before.issues === now.issues &&
    before.spoken === now.spoken
  );
}

/** The same steps, those that are or were dragged at their places of now. */
function moved(
  steps: readonly CanvasNode[],
  before: CanvasSource,
  { flow, drag }: CanvasSource,
): readonly CanvasNode[] {
  const places = placesOf(flow);
  const ids = new Set([...Object.keys(before.drag), ...Object.keys(drag)]);
  return steps.map((step) => {
    if (!ids.has(step.id)) return step;
    const { x, y } = drag[step.id] ?? places[step.id] ?? step.position;
    return x === step.position.x && y === step.position.y ? step : { ...step, position: { x, y } };
  });
}

function noteNodes({ flow, drag, selection, editable }: CanvasSource, reuse: Reuse): readonly CanvasNode[] {
  const selected = new Set(selection.notes);
  return flow.layout.notes.map((note) => {
    const place = drag[note.id];
    const deps = [note, place?.x, place?.y, selected.has(note.id), editable];
    return reuse(`note ${note.id}`, deps, () => noteNode(note, place, selected.has(note.id), editable));
  });
}

/** Groups, and the frames of scopes: both lie behind the steps they go around. */
function frameNodes(source: CanvasSource, reuse: Reuse): readonly CanvasNode[] {
  const { flow, catalogue, drag, selection, editable, entering = {} } = source;
  if (groupsOf(flow).length === 0 && !hasScopes(flow, catalogue)) return NONE;
  const places = { ...placesOf(flow), ...drag };
  const nodes = byId(flow.nodes);
  const targets = new Set(Object.values(entering));
  const allFrames = framesOf(flow, places, catalogue, new Set(Object.keys(entering)));
  const frames = allFrames.flatMap((frame) => {
    const scope = nodes.get(frame.scope);
    if (scope === undefined) return [];
    const isTarget = targets.has(frame.scope);
    const { x, y, width, height, isEmpty } = frame;
    const level = outwards(flow, groupOf(flow, frame.scope)).length + levelIn(flow, scopesAround(nodes, frame.scope));
    const folded = frame.isFolded ? stepsInside(flow, frame.scope) : undefined;
    const deps = [scope, x, y, width, height, isEmpty, folded, level, isTarget, editable];
    const definition = catalogue.get(scope.type);
    return [
      reuse(frameId(frame.scope), deps, () =>
        frameNode(frame, level, { scope, definition, isEmpty, folded, editable, isTarget }),
      ),
    ];
  });
  const groups = groupBoxes(flow, { places, frames: allFrames, catalogue }).map((box) => {
    const { group, x, y, width, height, count, level } = box;
    const isSelected = isGroupSelected(flow, group, selection.nodes);
    const deps = [group, x, y, width, height, count, level, isSelected, editable];
    return reuse(groupNodeId(group.id), deps, () => groupNode(box, { group, count, editable, isSelected }));
  });
  return [...groups, ...frames];
}

function stepsOf(source: CanvasSource, reuse: Reuse): readonly CanvasNode[] {
  const { flow, mode, editable, selection, drag, issues } = source;
  const places = placesOf(flow);
  const nodes = byId(flow.nodes);
  const selected = new Set(selection.nodes);
  const current = selection.nodes.at(-1) ?? flow.nodes[0]?.id;
  const used = portsInUse(flow);
  const { lane } = flow.settings;
  const hidden = hiddenIn(flow);
  const collapsed = new Set(flow.layout.collapsed);
  return flow.nodes.flatMap((node, index) => {
    if (hidden.has(node.id)) return [];
    const definition = source.catalogue.get(node.type);
    const place = drag[node.id] ?? places[node.id] ?? { x: 0, y: 0 };
    const spoken = source.spoken?.(node.id);
    const wires = used.get(node.id) ?? NONE;
    const problems = issues[node.id] ?? NONE;
    const isSelected = selected.has(node.id);
    const isCurrent = node.id === current;
    const holder = node.scope === undefined ? undefined : nodes.get(node.scope)?.name;
    const foldedAway = collapsed.has(node.id) ? stepsInside(flow, node.id) : undefined;
    const undoDrawn = wires.includes(UNDO_PORT);
    const wired = [...new Set(wires)].sort().join(' ');
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
      holder,
      foldedAway,
      definition?.kind === 'trigger' ? lane : undefined,
    ];
    return reuse(node.id, deps, (): StepCanvasNode => {
      const chips = chipsOf(node, definition, lane, undoDrawn);
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
        ariaLabel: labelOf(node, {
          index,
          total: flow.nodes.length,
          holder,
          foldedAway,
          problems: problems.length,
          spoken,
        }),
        data: {
          node,
          definition,
          geometry,
          chips,
          mode,
          editable,
          undoDrawn,
          openPorts: openPorts(ports, wires),
          summary: summaryFor(node, definition),
        },
      };
    });
  });
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

/** The body of a scope is begun in its frame. */
function openPorts(ports: readonly string[], wires: readonly string[]): readonly string[] {
  return ports.filter((port) => !isLowPort(port) && port !== SCOPE_PORT && !wires.includes(port));
}

interface Told {
  readonly index: number;
  readonly total: number;
  /** Name of the scope it is in. */
  readonly holder: string | undefined;
  /** What its folded body holds: `2 steps`. */
  readonly foldedAway: string | undefined;
  readonly problems: number;
  readonly spoken: string | undefined;
}

function labelOf(node: FlowNode, { index, total, holder, foldedAway, problems, spoken }: Told): string {
  const parts = [node.name, `step ${index + 1} of ${total}`];
  if (holder !== undefined) parts.push(`inside “${holder}”`);
  if (foldedAway !== undefined) parts.push(`${foldedAway} folded away inside`);
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
