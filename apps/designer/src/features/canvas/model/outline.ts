import { byId, type Flow, incomingEdges, outgoingEdges, SCOPE_PORT, scopesAround } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';

export interface OutlineRow {
  readonly id: string;
  readonly depth: number;
  /** Port of the step before that leads here. */
  readonly via: string | undefined;
}

/**
 * The flow as an indented list: from each start along the edges, every step once. A chain stays on one depth; only the
 * ways of a fork are indented, so a long flow does not run off to the right. The body of a scope stands below it, one deeper,
 * and what follows the scope after it. Steps nothing leads to stand at the end.
 */
export function outlineOf(flow: Flow, catalogue: Catalogue): readonly OutlineRow[] {
  const outgoing = outgoingEdges(flow);
  const incoming = incomingEdges(flow);
  const scopes = new Set(
    flow.nodes.flatMap(({ id, type, scope }) => (catalogue.get(type)?.scope ? [id] : (scope ?? []))),
  );
  const rows: OutlineRow[] = [];
  const seen = new Set<string>();
  const visit = (start: string, depth: number, via: string | undefined) => {
    const open: OutlineRow[] = [{ id: start, depth, via }];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      rows.push(row);
      const edges = outgoing.get(row.id) ?? [];
      const isScope = scopes.has(row.id);
      const inner = edges.filter(({ port }) => isScope && port === SCOPE_PORT);
      const onward = edges.filter((edge) => !inner.includes(edge));
      const deeper = onward.length > 1 ? row.depth + 1 : row.depth;
      for (const { to, port } of onward.toReversed()) open.push({ id: to, depth: deeper, via: port });
      for (const { to } of inner.toReversed()) open.push({ id: to, depth: row.depth + 1, via: undefined });
    }
  };
  const isStart = (id: string, type: string) =>
    catalogue.get(type)?.kind === 'trigger' || (incoming.get(id) ?? []).length === 0;
  for (const { id, type, scope } of flow.nodes) {
    if (scope === undefined && isStart(id, type)) visit(id, 0, undefined);
  }
  const nodes = byId(flow.nodes);
  for (const { id } of flow.nodes) visit(id, scopesAround(nodes, id).length, undefined);
  return rows;
}

/** A row that is drawn. */
export interface ShownRow extends OutlineRow {
  /** Rows one deeper follow it. */
  readonly isParent: boolean;
}

/** The rows that are left when some are folded: what stands deeper below a folded row is not there. */
export function shownRows(rows: readonly OutlineRow[], folded: ReadonlySet<string>): readonly ShownRow[] {
  let hiddenBelow = Number.POSITIVE_INFINITY;
  return rows.flatMap((row, index): ShownRow[] => {
    if (row.depth > hiddenBelow) return [];
    const isParent = (rows[index + 1]?.depth ?? 0) > row.depth;
    hiddenBelow = isParent && folded.has(row.id) ? row.depth : Number.POSITIVE_INFINITY;
    return [{ ...row, isParent }];
  });
}
