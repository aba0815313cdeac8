import { ERROR_PORT, type FlowEdge } from '@lockstep/schema/graph';
import type { Drafted } from '../draft.ts';
import type { RedNode } from './document.ts';

/** Steps whose failing is worth a way of its own: those that call others or run code. */
const MAY_FAIL = new Set(['http-request', 'map', 'parse-csv', 'parse-xml', 'mqtt.send-message']);

export interface Listening {
  /** Nodes that are drawn. */
  readonly nodes: readonly RedNode[];
  readonly ids: ReadonlyMap<string, string>;
  readonly steps: ReadonlyMap<string, Drafted>;
  /** The scope that a node lies in; a way out of it is none for a failure inside. */
  readonly scopeOf: ReadonlyMap<string, string>;
  /** Ids of the nodes that a node leads to, through links and junctions. */
  readonly after: (node: RedNode) => readonly string[];
}

/** The nodes a `catch` or `complete` heard of, of which ours can tell: the chosen ones, else those of its tab that are not behind it. */
export function heard(listener: RedNode, { nodes, steps, scopeOf, after }: Listening): readonly RedNode[] {
  const chosen = Array.isArray(listener.scope) ? new Set(listener.scope.map(String)) : undefined;
  const behind = new Set<string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const open = [...after(listener)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = byId.get(id);
    if (behind.has(id) || node === undefined) continue;
    behind.add(id);
    open.push(...after(node));
  }
  return nodes.filter((node) => {
    const step = steps.get(node.id);
    if (step === undefined || behind.has(node.id) || node.z !== listener.z || scopeOf.has(node.id)) return false;
    if (listener.type === 'complete') return chosen?.has(node.id) === true && step.ports[0] !== undefined;
    return MAY_FAIL.has(step.type) && (chosen === undefined || chosen.has(node.id));
  });
}

/** Edges in the place of a listener: from the error ways of what can fail, or from the way out of what was done, to what followed it. */
export function edgesOfListener(listener: RedNode, listening: Listening): readonly FlowEdge[] {
  const { ids, steps, after } = listening;
  return heard(listener, listening).flatMap((node) =>
    after(listener).flatMap((to): FlowEdge[] => {
      const [from, target] = [ids.get(node.id), ids.get(to)];
      const port = listener.type === 'catch' ? ERROR_PORT : steps.get(node.id)?.ports[0];
      return from === undefined || target === undefined || port === undefined ? [] : [{ from, port, to: target }];
    }),
  );
}
