import type { Flow } from '@lockstep/schema/graph';

/** Ids of the flows a flow calls. */
export type CallsOf = (flow: Flow) => readonly string[];

/** By id, but what is called before what calls it; flows that call each other in a ring stay by id. */
export function callsFirst<T extends { readonly flow: Flow }>(items: readonly T[], callsOf: CallsOf): readonly T[] {
  const byId = new Map(items.map((item) => [item.flow.id, item]));
  const done = new Set<string>();
  const ordered: T[] = [];
  const visit = (id: string): void => {
    const item = byId.get(id);
    if (!item || done.has(id)) return;
    done.add(id);
    for (const callee of callsOf(item.flow)) visit(callee);
    ordered.push(item);
  };
  for (const id of [...byId.keys()].sort()) visit(id);
  return ordered;
}
