import { type FlowEdge, type FlowNode, SCOPE_PORT } from './flow.ts';

type Scoped = Pick<FlowNode, 'id' | 'scope'>;

/**
 * Ids of the scopes around a node, the innermost first; empty at the top. A drawing that is broken (a scope that is not
 * there, or within itself) gives as much as can be told.
 */
export function scopesAround(nodes: ReadonlyMap<string, Scoped>, id: string): readonly string[] {
  const around: string[] = [];
  for (let at = nodes.get(id)?.scope; at !== undefined && !around.includes(at); at = nodes.get(at)?.scope)
    around.push(at);
  return around;
}

/** Ids of all nodes in the body of a scope, those of scopes within it included, in the order of the node array. */
export function bodyOf(flow: { readonly nodes: readonly Scoped[] }, scope: string): readonly string[] {
  return bodiesOf(flow, new Set([scope]));
}

/** Ids of all nodes in the bodies of any of these scopes, in the order of the node array: one walk, however many are asked for. */
export function bodiesOf(flow: { readonly nodes: readonly Scoped[] }, scopes: ReadonlySet<string>): readonly string[] {
  // Most steps have no body, and this is asked of every card at every step of a drag.
  if (!flow.nodes.some(({ scope }) => scope !== undefined && scopes.has(scope))) return [];
  const nodes = byId(flow.nodes);
  return flow.nodes.filter(({ id }) => scopesAround(nodes, id).some((scope) => scopes.has(scope))).map(({ id }) => id);
}

/** True for an edge that leads from a scope into its own body. */
export function isEntry({ from, port, to }: FlowEdge, nodes: ReadonlyMap<string, Scoped>): boolean {
  return port === SCOPE_PORT && nodes.get(to)?.scope === from;
}

/**
 * True when an edge stays where it may: between two nodes of one body (or of none), or from a scope's port `each` into
 * its own body.
 */
export function staysInScope(edge: FlowEdge, nodes: ReadonlyMap<string, Scoped>): boolean {
  if (isEntry(edge, nodes)) return true;
  return nodes.get(edge.from)?.scope === nodes.get(edge.to)?.scope;
}

export function byId<N extends Scoped>(nodes: readonly N[]): ReadonlyMap<string, N> {
  return new Map(nodes.map((node) => [node.id, node]));
}
