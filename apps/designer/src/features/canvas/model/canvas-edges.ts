import type { Flow } from '@lockstep/schema/graph';
import type { Edge } from '@xyflow/react';
import { edgeId, type Selection } from '../../../stores/selection-slice.ts';
import { INPUT_HANDLE } from './canvas-nodes.ts';

export interface WireData extends Record<string, unknown> {
  readonly editable: boolean;
}
export type CanvasEdge = Edge<WireData, 'wire'>;

/** Makes the edges the canvas library draws; an edge keeps its identity while it and its selection stay. */
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
