import { bodyOf, type Flow, type FlowEdge, UNDO_PORT } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { isLowPort } from '../geometry.ts';
import { topmost } from '../group-edits.ts';
import { mentionsIn, readsName } from '../mentions.ts';
import { exitKey, wherePathsEnd } from './paths.ts';

/** Where a selection is cut out of its flow, and what crosses the cut. */
export interface Boundary {
  /** The selected steps that stand for themselves, and everything that moves with them. */
  readonly top: readonly string[];
  readonly inside: ReadonlySet<string>;
  readonly scope: string | undefined;
  readonly entry: string;
  /** Edges that lead in, and out; in drawing order. */
  readonly entering: readonly FlowEdge[];
  readonly leaving: readonly FlowEdge[];
  /** Steps before whose output is read inside, and steps inside whose output is read behind. */
  readonly readInside: readonly string[];
  readonly readOutside: readonly string[];
}

/** The cut around a selection, or every reason why it cannot be made, as sentences. */
export function boundaryOf(
  flow: Flow,
  selected: readonly string[],
  catalogue: Catalogue,
): Boundary | { readonly refusals: readonly string[] } {
  const top = topmost(flow, selected);
  const inside = new Set(top.flatMap((id) => [id, ...bodyOf(flow, id)]));
  if (inside.size === 0) return { refusals: ['Select the steps of the sub-flow first.'] };
  const named = (id: string) => `“${flow.nodes.find((node) => node.id === id)?.name ?? id}”`;
  const nodes = flow.nodes.filter(({ id }) => inside.has(id));
  const refusals: string[] = [];
  for (const node of nodes) {
    const definition = catalogue.get(node.type);
    if (definition === undefined) refusals.push(`${named(node.id)} is of a type that is not known here.`);
    if (definition?.kind === 'trigger') refusals.push(`${named(node.id)} is a start: it begins runs of this flow.`);
    if (definition?.responds) refusals.push(`${named(node.id)} answers the caller of this flow.`);
    if (definition?.returns) refusals.push(`${named(node.id)} returns to the caller of this flow.`);
    if (readsName(node, 'trigger')) refusals.push(`${named(node.id)} reads how the message came in (trigger).`);
  }
  const scopes = new Set(top.map((id) => flow.nodes.find((node) => node.id === id)?.scope));
  if (scopes.size > 1) refusals.push('The steps lie in different frames.');
  const entering = flow.edges.filter(({ from, to }) => !inside.has(from) && inside.has(to));
  const leaving = flow.edges.filter(({ from, to }) => inside.has(from) && !inside.has(to));
  const entries = [...new Set(entering.map(({ to }) => to))];
  const [entry] = entries;
  if (entries.length > 1) refusals.push(`Ways lead in at several steps: ${entries.map(named).join(', ')}.`);
  if (entry === undefined) refusals.push('Nothing leads into these steps, so nothing would call them.');
  for (const { from, port, to } of entering) {
    if (port === UNDO_PORT) refusals.push(`${named(to)} undoes ${named(from)}, which stays outside.`);
  }
  for (const { from, port, to } of leaving) {
    if (isLowPort(port)) refusals.push(`The ${port} way of ${named(from)} leads out to ${named(to)}.`);
  }
  refusals.push(...exitRefusals(flow, { inside, entry, leaving, named, catalogue }));
  if (refusals.length > 0 || entry === undefined) return { refusals: [...new Set(refusals)] };
  const others = flow.nodes.filter(({ id }) => !inside.has(id));
  const [scope] = scopes;
  return {
    top,
    inside,
    scope,
    entry,
    entering,
    leaving,
    readInside: known(
      flow,
      nodes.flatMap((node) => [...mentionsIn(node)]),
    ).filter((id) => !inside.has(id)),
    readOutside: known(
      flow,
      others.flatMap((node) => [...mentionsIn(node)]),
    ).filter((id) => inside.has(id)),
  };
}

function known(flow: Flow, ids: readonly string[]): readonly string[] {
  const wanted = new Set(ids);
  return flow.nodes.map(({ id }) => id).filter((id) => wanted.has(id));
}

interface Exits {
  readonly inside: ReadonlySet<string>;
  readonly entry: string | undefined;
  readonly leaving: readonly FlowEdge[];
  readonly named: (id: string) => string;
  readonly catalogue: Catalogue;
}

/** A call has one way on, and always takes it: so all ways out lead to the same steps, and one of them is surely taken. */
function exitRefusals(flow: Flow, { inside, entry, leaving, named, catalogue }: Exits): readonly string[] {
  const exits = new Map<string, string[]>();
  for (const edge of leaving.filter(({ port }) => !isLowPort(port))) {
    const key = exitKey(edge.from, edge.port);
    exits.set(key, [...(exits.get(key) ?? []), edge.to]);
  }
  if (exits.size === 0 || entry === undefined) return [];
  const targets = new Set([...exits.values()].map((to) => to.toSorted().join(' ')));
  if (targets.size > 1) {
    const ways = [...exits].map(([key, to]) => `${named(key.split(' ')[0] ?? '')} to ${to.map(named).join(' and ')}`);
    return [`A call has one way on, but several lead out to different steps: ${ways.join('; ')}.`];
  }
  const inner = { nodes: flow.nodes, edges: flow.edges.filter(({ to }) => inside.has(to)) };
  const stop = wherePathsEnd(inner, entry, new Set(exits.keys()), catalogue);
  if (stop === undefined) return [];
  return [`A message may end at ${named(stop)} without leaving: the flow would go on where it stops today.`];
}
