import type { FlowEdge } from '@lockstep/schema/graph';
import type { StateCreator } from 'zustand/vanilla';
import type { FlowState } from './flow-store.ts';

/** What is picked on the canvas, by id. */
export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly notes: readonly string[];
}

export const NOTHING_SELECTED: Selection = { nodes: [], edges: [], notes: [] };

export interface SelectionSlice {
  readonly selection: Selection;
  readonly select: (selection: Partial<Selection>) => void;
  /** Forgets what the document no longer has. */
  readonly pruneSelection: () => void;
}

/** Id of an edge on the canvas and in `data-testid`: it has no id of its own. */
export function edgeId(edge: FlowEdge): string {
  return `${edge.from}-${edge.port}-${edge.to}`;
}

export const createSelectionSlice: StateCreator<FlowState, [], [], SelectionSlice> = (set, get) => ({
  selection: NOTHING_SELECTED,
  select: (part) => {
    const selection = { ...NOTHING_SELECTED, ...part };
    if (!sameSelection(get().selection, selection)) set({ selection });
  },
  pruneSelection: () => {
    const { flow, selection } = get();
    if (selection.nodes.length + selection.edges.length + selection.notes.length === 0) return;
    const nodes = new Set(flow.nodes.map(({ id }) => id));
    const edges = new Set(selection.edges.length === 0 ? [] : flow.edges.map(edgeId));
    const notes = new Set(flow.layout.notes.map(({ id }) => id));
    get().select({
      nodes: selection.nodes.filter((id) => nodes.has(id)),
      edges: selection.edges.filter((id) => edges.has(id)),
      notes: selection.notes.filter((id) => notes.has(id)),
    });
  },
});

function sameSelection(a: Selection, b: Selection): boolean {
  const same = (x: readonly string[], y: readonly string[]) =>
    x.length === y.length && x.every((id, index) => id === y[index]);
  return same(a.nodes, b.nodes) && same(a.edges, b.edges) && same(a.notes, b.notes);
}
