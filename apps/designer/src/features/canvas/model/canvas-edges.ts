import { byId, type Flow } from '@lockstep/schema/graph';
import type { Edge } from '@xyflow/react';
import { edgeId, type Selection } from '../../../stores/selection-slice.ts';
import { drawnEnds, type FoldedInto, foldedInto } from './fold.ts';
import { groupNodeId } from './groups.ts';
import { INPUT_HANDLE, OUTPUT_HANDLE } from './handles.ts';
import { frameId } from './layout-nodes.ts';

export interface WireData extends Record<string, unknown> {
  readonly editable: boolean;
  /** The port it leaves from, also where a folded group stands for the step. */
  readonly port: string;
}
export type CanvasEdge = Edge<WireData, 'wire'>;

/**
 * Makes the edges the canvas library draws; an edge keeps its identity while it and its selection stay. What leads into
 * folded steps ends at what stands for them; edges within it are not drawn.
 */
export function createEdgeBuilder(): (flow: Flow, selection: Selection, editable: boolean) => CanvasEdge[] {
  let kept = new Map<string, CanvasEdge>();
  return (flow, selection, editable) => {
    const selected = new Set(selection.edges);
    const next = new Map<string, CanvasEdge>();
    const into = foldedInto(flow);
    const nodes = byId(flow.nodes);
    for (const edge of flow.edges) {
      const ends = drawnEnds(edge, into, nodes);
      if (ends === undefined) continue;
      const source = ends.from === undefined ? edge.from : drawnAs(ends.from);
      const target = ends.to === undefined ? edge.to : drawnAs(ends.to);
      const id = edgeId(edge);
      const old = kept.get(id);
      const isSelected = selected.has(id);
      const isSame = old?.source === source && old.target === target;
      if (isSame && old.selected === isSelected && old.data?.editable === editable) next.set(id, old);
      else {
        next.set(id, {
          id,
          type: 'wire',
          source,
          sourceHandle: source === edge.from ? edge.port : OUTPUT_HANDLE,
          target,
          targetHandle: INPUT_HANDLE,
          selected: isSelected,
          focusable: false,
          reconnectable: editable && isSelected && source === edge.from && target === edge.to,
          data: { editable, port: edge.port },
        });
      }
    }
    kept = next;
    return [...next.values()];
  };
}

function drawnAs({ kind, id }: FoldedInto): string {
  return kind === 'scope' ? frameId(id) : groupNodeId(id);
}
