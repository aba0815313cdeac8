import type { FlowEdge, FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import type { Outcome } from './report.ts';

/** What a converter makes of one node. */
export interface Drafted {
  readonly type: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly policy?: FlowNode['policy'];
  readonly outcome: Outcome;
  readonly notes: readonly string[];
  /** Our port for each of its outputs, in their order; `undefined`: nothing can leave there. The last one holds for the rest. */
  readonly ports: readonly (string | undefined)[];
}

/** A step that stops every message and says what a person has to do: nothing is ever guessed silently. */
export function toDo(what: string, notes: readonly string[]): Drafted {
  const text = `To do: ${what}`;
  return {
    type: 'map',
    params: { script: `export default function map() {\n  throw new Error(${JSON.stringify(text)});\n}\n` },
    outcome: 'needs-work',
    notes,
    ports: ['out'],
  };
}

/** Edges without those that lead to nothing, that are there twice, or that close a circle. */
export function soundEdges(edges: readonly FlowEdge[]): { readonly edges: FlowEdge[]; readonly circles: FlowEdge[] } {
  const kept: FlowEdge[] = [];
  const circles: FlowEdge[] = [];
  const next = new Map<string, Set<string>>();
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(next.get(from) ?? [])].some((each) => reaches(each, to, seen));
  };
  for (const edge of edges) {
    if (kept.some(({ from, port, to }) => from === edge.from && port === edge.port && to === edge.to)) continue;
    if (reaches(edge.to, edge.from)) {
      circles.push(edge);
      continue;
    }
    next.set(edge.from, (next.get(edge.from) ?? new Set()).add(edge.to));
    kept.push(edge);
  }
  return { edges: kept, circles };
}
