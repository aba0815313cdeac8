import { bodyOf, byId, type Flow, type FlowEdge, isEntry, scopesAround } from '@lockstep/schema/graph';
import { groupsOf, membersOf, outwards } from './groups.ts';

const NOTHING: ReadonlySet<string> = new Set();
const NOTHING_FOLDED: ReadonlyMap<string, FoldedInto> = new Map();

/**
 * The flow as it is folded on the canvas now: as the layout says, but for scopes around a selected step, and groups of which only some
 * steps are selected; these are open as long as they are. The same object when nothing differs.
 */
export function foldedAround(flow: Flow, selected: readonly string[]): Flow {
  const { collapsed = [] } = flow.layout;
  const groups = groupsOf(flow);
  const folded = groups.filter((group) => group.collapsed === true);
  if (collapsed.length + folded.length === 0 || selected.length === 0) return flow;
  const nodes = byId(flow.nodes);
  const around = new Set(selected.flatMap((id) => scopesAround(nodes, id)));
  const left = collapsed.filter((id) => !around.has(id));
  const chosen = new Set(selected);
  const opened = new Set(
    folded
      .filter((group) => {
        const members = membersOf(flow, group);
        return isPartly(members, chosen) || members.some((id) => around.has(id));
      })
      .map(({ id }) => id),
  );
  if (left.length === collapsed.length && opened.size === 0) return flow;
  const layout = { ...flow.layout };
  if (flow.layout.collapsed !== undefined) layout.collapsed = left;
  if (opened.size > 0)
    layout.groups = groups.map((group) => (opened.has(group.id) ? { ...group, collapsed: false } : group));
  return { ...flow, layout };
}

function isPartly(members: readonly string[], chosen: ReadonlySet<string>): boolean {
  return members.some((id) => chosen.has(id)) && !members.every((id) => chosen.has(id));
}

/** What a step that is not drawn is part of: a folded scope, or a folded group. The outermost is the one that is drawn. */
export type FoldedInto = { readonly kind: 'scope' | 'group'; readonly id: string };

/** Steps that are not drawn, and what stands for each of them. */
export function foldedInto(flow: Flow): ReadonlyMap<string, FoldedInto> {
  const scopes = new Set(flow.layout.collapsed);
  const groups = new Map(
    groupsOf(flow).flatMap((group) => {
      const outermost = outwards(flow, group).findLast(({ collapsed }) => collapsed === true);
      return outermost === undefined ? [] : group.nodes.map((node) => [node, outermost.id] as const);
    }),
  );
  if (scopes.size + groups.size === 0) return NOTHING_FOLDED;
  const nodes = byId(flow.nodes);
  const into = new Map<string, FoldedInto>();
  for (const { id } of flow.nodes) {
    // From the inside out: the last that is found is the outermost.
    for (const one of [id, ...scopesAround(nodes, id)]) {
      const group = groups.get(one);
      if (one !== id && scopes.has(one)) into.set(id, { kind: 'scope', id: one });
      if (group !== undefined) into.set(id, { kind: 'group', id: group });
    }
  }
  return into;
}

/** Steps that are not drawn because a scope or a group around them is folded. */
export function hiddenIn(flow: Flow): ReadonlySet<string> {
  const into = foldedInto(flow);
  return into.size === 0 ? NOTHING : new Set(into.keys());
}

/** Where an edge begins and ends on the canvas: at steps, or at what they are folded into. */
export interface DrawnEnds {
  readonly from: FoldedInto | undefined;
  readonly to: FoldedInto | undefined;
}

/** The ends of an edge as drawn; `undefined` when it lies within what is folded away. */
export function drawnEnds(
  edge: FlowEdge,
  into: ReadonlyMap<string, FoldedInto>,
  nodes: Parameters<typeof isEntry>[1],
): DrawnEnds | undefined {
  const [from, to] = [into.get(edge.from), into.get(edge.to)];
  // From within a body nothing leads out; into a folded one only what begins it.
  if (from?.kind === 'scope') return undefined;
  if (to?.kind === 'scope' && (to.id !== edge.from || !isEntry(edge, nodes))) return undefined;
  if (from?.kind === 'group' && from.id === to?.id) return undefined;
  return { from, to };
}

/** How many steps lie in the body of a scope, `2 steps`, for its folded frame. */
export function stepsInside(flow: Flow, scope: string): string {
  const count = bodyOf(flow, scope).length;
  return count === 1 ? '1 step' : `${count} steps`;
}

/** The scope that a fold is about: the selected one, or the innermost around the selected step. */
export function scopeToFold(flow: Flow, selected: string, isScope: (type: string) => boolean): string | undefined {
  const node = flow.nodes.find(({ id }) => id === selected);
  if (node === undefined) return undefined;
  return isScope(node.type) && bodyOf(flow, node.id).length > 0 ? node.id : node.scope;
}
