import type { TryReach } from '@lockstep/schema/api';
import {
  bodyOf,
  byId,
  downstreamOf,
  type Flow,
  type FlowNode,
  scopesAround,
  upstreamOf,
  withoutPinned,
} from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';

/** Id of the start that hands its input to the step with which a try begins. */
export const TRY_START = 'try-start';

/** The part of a draft that is tried, and the start that receives the message. */
export interface TriedPart {
  readonly flow: Flow;
  readonly start: string;
}

/**
 * The steps a try reaches, as a flow of its own: for `to-here` everything before the step, from a start of the draft; else the step and,
 * for `from-here`, everything behind it, from a start that gives it its input. A scope that is reached comes with its body.
 *
 * @param start start of the draft that receives the message, for `to-here` or where the step is a start itself
 */
export function partOf(
  draft: Flow,
  ask: { readonly node: string; readonly reach: TryReach; readonly start: string | undefined },
  catalogue: Catalogue,
): TriedPart {
  const nodes = byId(draft.nodes);
  const isStart = catalogue.get(nodes.get(ask.node)?.type ?? '')?.kind === 'trigger';
  const kept = keptIn(draft, ask, nodes);
  const begins = ask.reach === 'to-here' || isStart;
  const start = begins ? (isStart ? ask.node : (ask.start ?? '')) : TRY_START;
  const first: FlowNode[] = begins
    ? []
    : [{ id: TRY_START, type: 'manual', version: 1, name: 'Try', params: {}, policy: {} }];
  const flow: Flow = {
    ...withoutPinned(draft),
    nodes: [
      ...first,
      ...draft.nodes.filter(({ id }) => kept.has(id) || id === start).map((node) => outOfScope(node, kept)),
    ],
    edges: [
      ...(begins ? [] : [{ from: TRY_START, port: 'out', to: ask.node }]),
      ...draft.edges.filter(
        ({ from, to }) => (kept.has(from) || from === start) && kept.has(to) && !(to === ask.node && !begins),
      ),
    ],
    // What keeps runs apart or finds them again means nothing for a try.
    settings: {},
    tests: [],
  };
  return { flow, start };
}

function keptIn(
  draft: Flow,
  { node, reach }: { readonly node: string; readonly reach: TryReach },
  nodes: ReadonlyMap<string, FlowNode>,
): ReadonlySet<string> {
  const behind = downstreamOf(draft, node);
  const kept = new Set<string>([node]);
  if (reach === 'from-here') for (const id of behind) kept.add(id);
  if (reach === 'to-here') for (const id of [...upstreamOf(draft, node), ...scopesAround(nodes, node)]) kept.add(id);
  for (const id of kept) {
    for (const inside of bodyOf(draft, id)) {
      if (reach !== 'to-here' || !behind.has(inside)) kept.add(inside);
    }
  }
  return kept;
}

function outOfScope(node: FlowNode, kept: ReadonlySet<string>): FlowNode {
  if (node.scope === undefined || kept.has(node.scope)) return node;
  const { scope: _, ...free } = node;
  return free;
}
