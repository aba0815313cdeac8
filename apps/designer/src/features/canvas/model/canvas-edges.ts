import { byId, type Flow, isEntry } from '@lockstep/schema/graph';
import type { Edge } from '@xyflow/react';
import { edgeId, type Selection } from '../../../stores/selection-slice.ts';
import { frameId } from './canvas-nodes.ts';
import { hiddenIn } from './fold.ts';
import { INPUT_HANDLE } from './handles.ts';

export interface WireData extends Record<string, unknown> {
  readonly editable: boolean;
}
export type CanvasEdge = Edge<WireData, 'wire'>;

/**
 * Makes the edges the canvas library draws; an edge keeps its identity while it and its selection stay. What leads into a
 * folded body ends at its frame; edges within it are not drawn.
 */
export function createEdgeBuilder(): (flow: Flow, selection: Selection, editable: boolean) => CanvasEdge[] {
  let kept = new Map<string, CanvasEdge>();
  return (flow, selection, editable) => {
    const selected = new Set(selection.edges);
    const next = new Map<string, CanvasEdge>();
    const hidden = hiddenIn(flow);
    const nodes = byId(flow.nodes);
    for (const edge of flow.edges) {
      if (hidden.has(edge.from)) continue;
      if (hidden.has(edge.to) && !isEntry(edge, nodes)) continue;
      const target = hidden.has(edge.to) ? frameId(edge.from) : edge.to;
      const id = edgeId(edge);
      const old = kept.get(id);
      const isSelected = selected.has(id);
      if (old?.selected === isSelected && old.data?.editable === editable && old.target === target) next.set(id, old);
      else {
        next.set(id, {
          id,
          type: 'wire',
          source: edge.from,
          sourceHandle: edge.port,
          target,
          targetHandle: INPUT_HANDLE,
          selected: isSelected,
          focusable: false,
          reconnectable: editable && isSelected && target === edge.to,
          data: { editable },
        });
      }
    }
    kept = next;
    return [...next.values()];
  };
}
