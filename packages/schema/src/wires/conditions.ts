import type { Flow, FlowEdge } from '../graph/flow.ts';
import { ERROR_PORT, UNDO_PORT } from '../graph/flow.ts';
import { incomingEdges, topologicalOrder } from '../graph/topology.ts';
import { type Catalogue, portsOf } from '../node/define-node.ts';

/** Ways taken: which port each branching step answered on. Steps that always go on the same way are not named. */
export type Ways = Readonly<Record<string, string>>;

/** Which trigger began the run is a choice, too. */
const BEGAN = '(trigger)';
/** More combinations than these and nothing is said about a step. */
const MOST = 128;

/**
 * When each step runs: in any of these combinations of ways. Undefined for steps about which nothing is known: behind a cycle, or behind
 * too many branches.
 */
export function conditionsOf(flow: Flow, catalogue: Catalogue): ReadonlyMap<string, readonly Ways[] | undefined> {
  const ports = choicesOf(flow, catalogue);
  const incoming = incomingEdges(flow);
  const found = new Map<string, readonly Ways[] | undefined>();
  for (const id of topologicalOrder(flow)) {
    const type = flow.nodes.find((node) => node.id === id)?.type ?? '';
    const isTrigger = catalogue.get(type)?.kind === 'trigger';
    found.set(id, isTrigger ? [{ [BEGAN]: id }] : joined(incoming.get(id) ?? [], found, ports));
  }
  return found;
}

function joined(
  edges: readonly FlowEdge[],
  found: ReadonlyMap<string, readonly Ways[] | undefined>,
  choices: ReadonlyMap<string, readonly string[]>,
): readonly Ways[] | undefined {
  const ways: Ways[] = [];
  for (const { from, port } of edges) {
    const before = found.get(from);
    if (before === undefined) return undefined;
    const isChoice = (choices.get(from)?.length ?? 0) > 1 && port !== UNDO_PORT;
    for (const each of before) {
      if (isChoice && each[from] !== undefined && each[from] !== port) continue;
      ways.push(isChoice ? { ...each, [from]: port } : each);
    }
  }
  const short = simplified(ways, choices);
  return short.length > MOST ? undefined : short;
}

/** All ways of one step, everything else equal, are no condition: `{ a: x }` or `{ a: y }` of a step with x and y is nothing. */
function simplified(ways: readonly Ways[], choices: ReadonlyMap<string, readonly string[]>): readonly Ways[] {
  let current = distinct(ways);
  for (let changed = true; changed; ) {
    changed = false;
    for (const way of current) {
      for (const [step, port] of Object.entries(way)) {
        const { [step]: _, ...rest } = way;
        const others = (choices.get(step) ?? []).filter((other) => other !== port);
        const isWhole =
          choices.has(step) &&
          others.every((other) => current.some((each) => isSame(each, { ...rest, [step]: other })));
        if (!isWhole) continue;
        current = distinct([...current.filter((each) => !isSame(without(each, step), rest)), rest]);
        changed = true;
        break;
      }
      if (changed) break;
    }
    if (current.length > MOST) return current;
  }
  return current;
}

/** True when `step` has surely run whenever a step with the condition `now` runs. */
export function surelyRan(then: readonly Ways[], now: readonly Ways[]): boolean {
  return now.every((way) => then.some((each) => Object.entries(each).every(([step, port]) => way[step] === port)));
}

/** The ways out of each step that a message can take: declared ports, and `error` where it is drawn. Body ports of scopes are no choice. */
function choicesOf(flow: Flow, catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const scopes = new Set(
    flow.nodes.flatMap((node) => ('scope' in node && typeof node.scope === 'string' ? [node.scope] : [])),
  );
  return new Map(
    flow.nodes.flatMap((node) => {
      const definition = catalogue.get(node.type);
      if (!definition || scopes.has(node.id) || node.policy.disabled) return [];
      const drawn = new Set(flow.edges.filter(({ from }) => from === node.id).map(({ port }) => port));
      const ports = portsOf(definition, node.params).filter(
        (port) => port !== UNDO_PORT && (port !== ERROR_PORT || drawn.has(port)),
      );
      return ports.length > 1 ? [[node.id, ports] as const] : [];
    }),
  );
}

function distinct(ways: readonly Ways[]): readonly Ways[] {
  const seen = new Map(ways.map((way) => [keyOf(way), way]));
  const all = [...seen.values()];
  // A condition that another one already allows adds nothing.
  return all.filter((way) => !all.some((other) => other !== way && isPart(other, way)));
}

function isPart(small: Ways, large: Ways): boolean {
  const entries = Object.entries(small);
  return entries.length < Object.keys(large).length && entries.every(([step, port]) => large[step] === port);
}

function isSame(left: Ways, right: Ways): boolean {
  return keyOf(left) === keyOf(right);
}

function without(way: Ways, step: string): Ways {
  const { [step]: _, ...rest } = way;
  return rest;
}

function keyOf(way: Ways): string {
  return JSON.stringify(Object.entries(way).sort(([a], [b]) => (a < b ? -1 : 1)));
}
