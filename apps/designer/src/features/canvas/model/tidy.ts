import {
  type Flow,
  type FlowEdge,
  type FlowNode,
  incomingEdges,
  outgoingEdges,
  type Position,
  topologicalOrder,
} from '@lockstep/schema/graph';
import { BODY_DROP } from './frames.ts';
import { COLUMN_STEP, isLowPort, LANE_STEP } from './geometry.ts';

/**
 * Places for all steps, read from left to right: a column is the longest way from a start, lanes follow the ports of
 * the step before, error ways lie below. The body of a scope is laid out likewise, right below its scope, and what lies lower
 * makes room. Pure and linear but for sorting within a column; positions begin at 0, 0.
 */
export function tidyPositions(flow: Flow): Places {
  const ids = new Set(flow.nodes.map(({ id }) => id));
  const levels = new Map<string | undefined, FlowNode[]>();
  for (const node of flow.nodes) {
    const level = node.scope !== undefined && ids.has(node.scope) ? node.scope : undefined;
    levels.set(level, [...(levels.get(level) ?? []), node]);
  }
  return layOut(flow, levels, undefined).places;
}

type Places = Readonly<Record<string, Position>>;
type Levels = ReadonlyMap<string | undefined, readonly FlowNode[]>;

/** Steps laid out together, their places from 0, 0 on. */
interface Block {
  readonly places: Places;
  readonly columns: number;
  readonly height: number;
}

/** Below a body, so that frames within frames stay clear of the next lane. */
const BODY_GAP = 40;

function layOut(flow: Flow, levels: Levels, level: string | undefined): Block {
  const nodes = levels.get(level) ?? [];
  const ids = new Set(nodes.map(({ id }) => id));
  const part = { ...flow, nodes: [...nodes], edges: flow.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
  const columns = columnsOf(part);
  const lanes = lanesOf(part, columns);
  const cells = columns.flatMap((column, index) =>
    column.map((id) => ({ id, column: index, lane: lanes.get(id) ?? 0 })),
  );
  const places: Record<string, Position> = {};
  let [down, width] = [0, 0];
  for (const lane of [...new Set(cells.map((cell) => cell.lane))].sort((a, b) => a - b)) {
    const y = lane * LANE_STEP + down;
    const bodies: Body[] = [];
    for (const { id, column } of cells.filter((cell) => cell.lane === lane)) {
      places[id] = { x: column * COLUMN_STEP, y };
      width = Math.max(width, column + 1);
      if (!levels.has(id)) continue;
      const { columns: wide, height, places: inner } = layOut(flow, levels, id);
      const body = { from: column + 1, to: column + wide, height, top: 0 };
      const top = Math.max(
        0,
        ...bodies.filter((other) => overlaps(other, body)).map((other) => other.top + other.height),
      );
      bodies.push({ ...body, top });
      width = Math.max(width, body.to + 1);
      const corner = { x: (column + 1) * COLUMN_STEP, y: y + BODY_DROP + top };
      for (const [at, place] of Object.entries(inner)) places[at] = { x: place.x + corner.x, y: place.y + corner.y };
    }
    const room = Math.max(0, ...bodies.map(({ top, height }) => top + height));
    if (room > 0) down += BODY_DROP - LANE_STEP + room;
  }
  const lowest = Math.max(0, ...Object.values(places).map(({ y }) => y));
  return { places, columns: width, height: lowest + LANE_STEP + BODY_GAP };
}

/** A body below its lane: first and last column, how far down it begins, and how high it is. */
interface Body {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly height: number;
}

function overlaps(a: Pick<Body, 'from' | 'to'>, b: Pick<Body, 'from' | 'to'>): boolean {
  return a.from <= b.to + 1 && b.from <= a.to + 1;
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
