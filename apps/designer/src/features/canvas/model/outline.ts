import {
  byId,
  type Flow,
  type FlowGroup,
  incomingEdges,
  outgoingEdges,
  SCOPE_PORT,
  scopesAround,
} from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { groupNodeId } from './groups.ts';
import { type GroupRow, withGroups } from './outline-groups.ts';

/** A step in the outline. */
export interface StepRow {
  readonly kind: 'step';
  readonly id: string;
  readonly depth: number;
  /** Port of the step before that leads here. */
  readonly via: string | undefined;
}

export type OutlineRow = StepRow | GroupRow;

/** Name of a row among all rows: a group may be called like a step. */
export function rowKey({ kind, id }: OutlineRow): string {
  return kind === 'group' ? groupNodeId(id) : id;
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
  const rows: StepRow[] = [];
  const seen = new Set<string>();
  const visit = (start: string, depth: number, via: string | undefined) => {
    const open: StepRow[] = [{ kind: 'step', id: start, depth, via }];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      rows.push(row);
      const edges = outgoing.get(row.id) ?? [];
      const isScope = scopes.has(row.id);
      const inner = edges.filter(({ port }) => isScope && port === SCOPE_PORT);
      const onward = edges.filter((edge) => !inner.includes(edge));
      const deeper = onward.length > 1 ? row.depth + 1 : row.depth;
      for (const { to, port } of onward.toReversed()) open.push({ kind: 'step', id: to, depth: deeper, via: port });
      for (const { to } of inner.toReversed())
        open.push({ kind: 'step', id: to, depth: row.depth + 1, via: undefined });
    }
  };
  const isStart = (id: string, type: string) =>
    catalogue.get(type)?.kind === 'trigger' || (incoming.get(id) ?? []).length === 0;
  for (const { id, type, scope } of flow.nodes) {
    if (scope === undefined && isStart(id, type)) visit(id, 0, undefined);
  }
  const nodes = byId(flow.nodes);
  for (const { id } of flow.nodes) visit(id, scopesAround(nodes, id).length, undefined);
  return withGroups(flow, rows);
}

/** A row that is drawn. `isParent`: rows one deeper follow it. */
export type ShownRow = OutlineRow & { readonly isParent: boolean };

/** The rows that are left when some are folded, by key: what stands deeper below a folded row is not there. */
export function shownRows(rows: readonly OutlineRow[], folded: ReadonlySet<string>): readonly ShownRow[] {
  let hiddenBelow = Number.POSITIVE_INFINITY;
  return rows.flatMap((row, index): ShownRow[] => {
    if (row.depth > hiddenBelow) return [];
    const isParent = (rows[index + 1]?.depth ?? 0) > row.depth;
    hiddenBelow = isParent && folded.has(rowKey(row)) ? row.depth : Number.POSITIVE_INFINITY;
    return [{ ...row, isParent }];
  });
}

/** The group a row can be put into, its neighbour at the same depth: the one before it, else the one behind. */
export function groupBeside(rows: readonly OutlineRow[], at: number): FlowGroup | undefined {
  const depth = rows[at]?.depth;
  const before = rows.slice(0, Math.max(0, at)).findLast((row) => depth === undefined || row.depth <= depth);
  const after = rows.slice(at + 1).find((row) => depth === undefined || row.depth <= depth);
  const beside = [before, after].find((row) => row?.kind === 'group' && row.depth === depth);
  return beside?.kind === 'group' ? beside.group : undefined;
}
