import { bodyOf, byId, type Flow, scopesAround } from '@lockstep/schema/graph';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * The flow as its scopes are folded on the canvas now: as the layout says, but for those around a selected step, which are
 * open as long as the step is selected. The same object when nothing differs.
 */
export function foldedAround(flow: Flow, selected: readonly string[]): Flow {
  const { collapsed = [] } = flow.layout;
  if (collapsed.length === 0 || selected.length === 0) return flow;
  const nodes = byId(flow.nodes);
  const open = new Set(selected.flatMap((id) => scopesAround(nodes, id)));
  const left = collapsed.filter((id) => !open.has(id));
  return left.length === collapsed.length ? flow : { ...flow, layout: { ...flow.layout, collapsed: left } };
}

/** Steps that are not drawn because a scope around them is folded. */
export function hiddenIn(flow: Flow): ReadonlySet<string> {
  const folded = new Set(flow.layout.collapsed);
  if (folded.size === 0) return NOTHING;
  const nodes = byId(flow.nodes);
  return new Set(
    flow.nodes.map(({ id }) => id).filter((id) => scopesAround(nodes, id).some((scope) => folded.has(scope))),
  );
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
