import type { Flow, FlowEdge } from './flow.ts';

type Graph = Pick<Flow, 'edges'> & { readonly nodes: readonly { readonly id: string }[] };

/** Edges that arrive at each node, in drawing order. Every node has an entry. */
export function incomingEdges(graph: Graph): ReadonlyMap<string, readonly FlowEdge[]> {
  return groupEdges(graph, (edge) => edge.to);
}

/** Edges that leave each node, in drawing order. Every node has an entry. */
export function outgoingEdges(graph: Graph): ReadonlyMap<string, readonly FlowEdge[]> {
  return groupEdges(graph, (edge) => edge.from);
}

/**
 * Node ids so that each stands after everything it depends on; among equals the order of the node array holds. Nodes
 * on or behind a cycle are left out: the order is shorter than the node list exactly when there is a cycle.
 */
export function topologicalOrder(graph: Graph): readonly string[] {
  const outgoing = outgoingEdges(graph);
  const open = new Map([...incomingEdges(graph)].map(([id, edges]) => [id, edges.length]));
  const rank = new Map(graph.nodes.map(({ id }, index) => [id, index]));
  const ready = graph.nodes.filter(({ id }) => open.get(id) === 0).map(({ id }) => id);
  const order: string[] = [];
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id);
    for (const { to } of outgoing.get(id) ?? []) {
      const left = (open.get(to) ?? 0) - 1;
      open.set(to, left);
      if (left === 0) insertByRank(ready, to, rank);
    }
  }
  return order;
}

/** One cycle as a list of node ids, the first repeated at the end; `undefined` when there is none. */
export function findCycle(graph: Graph): readonly string[] | undefined {
  const ordered = new Set(topologicalOrder(graph));
  const rest = new Set(graph.nodes.map(({ id }) => id).filter((id) => !ordered.has(id)));
  const [start] = rest;
  if (start === undefined) return undefined;
  // Every node that is left has a predecessor that is left, so walking backwards must meet itself.
  const incoming = incomingEdges(graph);
  const seen = new Map<string, number>();
  const path: string[] = [];
  let at = start;
  while (!seen.has(at)) {
    seen.set(at, path.length);
    path.push(at);
    const before = incoming.get(at)?.find(({ from }) => rest.has(from));
    if (!before) return undefined;
    at = before.from;
  }
  const cycle = path.slice(seen.get(at)).reverse();
  return [cycle.at(-1) as string, ...cycle];
}

/** Ids of all nodes that `node` can reach, itself not included (unless it lies on a cycle). */
export function downstreamOf(graph: Graph, node: string): ReadonlySet<string> {
  const outgoing = outgoingEdges(graph);
  return walk(node, (id) => (outgoing.get(id) ?? []).map(({ to }) => to));
}

/** Ids of all nodes from which `node` can be reached, itself not included (unless it lies on a cycle). */
export function upstreamOf(graph: Graph, node: string): ReadonlySet<string> {
  const incoming = incomingEdges(graph);
  return walk(node, (id) => (incoming.get(id) ?? []).map(({ from }) => from));
}

function groupEdges(graph: Graph, key: (edge: FlowEdge) => string): ReadonlyMap<string, readonly FlowEdge[]> {
  const groups = new Map<string, FlowEdge[]>(graph.nodes.map(({ id }) => [id, []]));
  for (const edge of graph.edges) if (groups.has(edge.from) && groups.has(edge.to)) groups.get(key(edge))?.push(edge);
  return groups;
}

function insertByRank(ready: string[], id: string, rank: ReadonlyMap<string, number>): void {
  const mine = rank.get(id) ?? 0;
  const at = ready.findIndex((other) => (rank.get(other) ?? 0) > mine);
  if (at === -1) ready.push(id);
  else ready.splice(at, 0, id);
}

function walk(start: string, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...next(start)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...next(id));
  }
  return seen;
}
