import {
  type Flow,
  type FlowEdge,
  incomingEdges,
  outgoingEdges,
  type Position,
  topologicalOrder,
} from '@lockstep/schema/graph';
import { COLUMN_STEP, isLowPort, LANE_STEP } from './geometry.ts';

/**
 * Places for all steps, read from left to right: a column is the longest way from a start, lanes follow the ports of
 * the step before, error ways lie below. Pure and linear but for sorting within a column; positions begin at 0, 0.
 */
export function tidyPositions(flow: Flow): Readonly<Record<string, Position>> {
  const columns = columnsOf(flow);
  const lanes = lanesOf(flow, columns);
  const entries = columns.flatMap((ids, column) =>
    ids.map((id): readonly [string, Position] => [
      id,
      { x: column * COLUMN_STEP, y: (lanes.get(id) ?? 0) * LANE_STEP },
    ]),
  );
  return Object.fromEntries(entries);
}

/** Ids by column; steps on a circle, which no order can hold, come last. */
function columnsOf(flow: Flow): readonly (readonly string[])[] {
  const incoming = incomingEdges(flow);
  const column = new Map<string, number>();
  for (const id of topologicalOrder(flow)) {
    const before = (incoming.get(id) ?? []).map(({ from }) => column.get(from) ?? 0);
    column.set(id, before.length === 0 ? 0 : Math.max(...before) + 1);
  }
  const rest = Math.max(-1, ...column.values()) + 1;
  const columns = Array.from({ length: rest + 1 }, (): string[] => []);
  for (const { id } of flow.nodes) columns[column.get(id) ?? rest]?.push(id);
  return columns;
}

function lanesOf(flow: Flow, columns: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const incoming = incomingEdges(flow);
  const outgoing = outgoingEdges(flow);
  const lanes = new Map<string, number>();
  /** Ways of one step in the order they are drawn, the error way always below the others. */
  const branch = (from: string, port: string, to: string) => {
    const edges = outgoing.get(from) ?? [];
    const good = edges.filter((edge) => !isLowPort(edge.port));
    const index = good.findIndex((edge) => edge.port === port && edge.to === to);
    return index === -1 ? Math.max(1, good.length) : index;
  };
  const lanesAfter = ({ from, port, to }: FlowEdge) => (lanes.get(from) ?? 0) + branch(from, port, to);
  for (const ids of columns) {
    const wanted = ids.map((id, index) => {
      const edges = incoming.get(id) ?? [];
      const [first] = edges;
      if (first === undefined) return { id, lane: index === 0 ? 0 : index };
      if (edges.length > 1) {
        const sum = edges.reduce((total, edge) => total + lanesAfter(edge), 0);
        return { id, lane: Math.round(sum / edges.length) };
      }
      return { id, lane: lanesAfter(first) };
    });
    let free = Number.NEGATIVE_INFINITY;
    for (const { id, lane } of wanted.sort((a, b) => a.lane - b.lane)) {
      const taken = Math.max(lane, free);
      lanes.set(id, taken);
      free = taken + 1;
    }
  }
  return lanes;
}
