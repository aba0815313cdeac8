import type { Json, Payload } from '@lockstep/schema/run';
import {
  type Frame,
  frameAt,
  inputSource,
  type NodeId,
  type Place,
  type Plan,
  type RunState,
  stepOf,
} from '../../engine/index.ts';
import { errorOutput } from '../steps/index.ts';

/** Gives the value of a payload, loading a claim-checked one. */
export type Resolve = (payload: Payload) => Json | Promise<Json>;

/** Where the values come from that the state of a run does not hold itself. */
export interface Values {
  readonly resolve: Resolve;
  /** Item `index` of the scope at `place`, which is under way. */
  itemOf(state: RunState, place: Place, index: number): Json | Promise<Json>;
  /** What the steps of an item gave, by node id, that may have ended. */
  outputsOf(item: string): Promise<Readonly<Record<NodeId, Json>>>;
}

/** What the step at `place` works on: the output at its first live edge, or the error of a failed step with that step's input. */
export async function inputOf(plan: Plan, state: RunState, place: Place, values: Values): Promise<Json> {
  const { node, item } = place;
  const { scopes = [], undoes } = plan.byId.get(node) ?? {};
  if (undoes !== undefined && item !== '') return (await values.outputsOf(item))[undoes] ?? null;
  const frame = frameAt(plan, state, place);
  const source = frame && inputSource(plan, frame, node);
  if (!frame || source === undefined) return null;
  const scope = scopes.at(-1);
  if (source === scope) return itemOf(state, frame, { node: scope, item }, values);
  const step = stepOf(frame.steps, source);
  if (step?.status === 'failed' && step.failure) {
    return errorOutput(step.failure, await inputOf(plan, state, { node: source, item }, values)) as Json;
  }
  return step?.output ? await values.resolve(step.output) : null;
}

/**
 * Outputs of the steps before the one at `place`, by node id. Only steps upstream count, all of which are decided when it
 * begins: what a neighbouring branch gave so far would depend on chance, and a second computation would differ. In a body
 * the scope stands for its item, and what lies before the scope can be read too.
 */
export async function outputsBefore(
  plan: Plan,
  state: RunState,
  place: Place,
  values: Values,
): Promise<Readonly<Record<NodeId, Json>>> {
  const outputs: Record<NodeId, Json> = {};
  for (let at: Place | undefined = place; at; ) {
    const { node, item }: Place = at;
    const scope = plan.byId.get(node)?.scopes.at(-1);
    const frame = frameAt(plan, state, at);
    // What an item that is gone did is undone by what the history says of it.
    const given = frame ? await outputsIn(frame, ancestorsOf(plan, node), values) : await values.outputsOf(item);
    Object.assign(outputs, given);
    if (scope === undefined) break;
    if (frame) outputs[scope] = await itemOf(state, frame, { node: scope, item }, values);
    at = { node: scope, item: around(item) };
  }
  return outputs;
}

/** What item `item` of the scope `node` is: what the turn before gave, or what is found in its page. */
export function itemOf(
  state: RunState,
  { input }: { readonly input?: Payload },
  { node, item }: Place,
  values: Values,
): Json | Promise<Json> {
  if (input) return values.resolve(input);
  return values.itemOf(state, { node, item: around(item) }, Number(item.split('.').at(-1)));
}

async function outputsIn({ steps }: Frame, nodes: readonly NodeId[], { resolve }: Values) {
  const outputs: Record<NodeId, Json> = {};
  for (const id of nodes) {
    const step = stepOf(steps, id);
    if (step?.status === 'succeeded' && step.output) outputs[id] = await resolve(step.output);
  }
  return outputs;
}

/** The item that the scope of an item belongs to itself. */
function around(item: string): string {
  return item.split('.').slice(0, -1).join('.');
}

const ancestorCache = new WeakMap<Plan, Map<NodeId, readonly NodeId[]>>();

/** Every node of the same body from which `node` can be reached; computed once a plan. */
export function ancestorsOf(plan: Plan, node: NodeId): readonly NodeId[] {
  let known = ancestorCache.get(plan);
  if (!known) {
    known = new Map();
    ancestorCache.set(plan, known);
  }
  let ancestors = known.get(node);
  if (!ancestors) {
    ancestors = reachable(node, (id) => beforeOf(plan, id));
    known.set(node, ancestors);
  }
  return ancestors;
}

/** An undo step comes after the step it undoes (R14). The scope around a step is not beside it. */
function beforeOf(plan: Plan, id: NodeId): readonly NodeId[] {
  const { incoming = [], undoes, scopes = [] } = plan.byId.get(id) ?? {};
  const scope = scopes.at(-1);
  return undoes === undefined ? incoming.flatMap(({ from }) => (from === scope ? [] : [from])) : [undoes];
}

/** Every node of the same body that can be reached from `node`, itself left out. */
export function descendantsOf(plan: Plan, node: NodeId): readonly NodeId[] {
  return reachable(node, (id) => plan.byId.get(id)?.outgoing.map(({ to }) => to) ?? []);
}

function reachable(start: NodeId, next: (id: NodeId) => readonly NodeId[]): readonly NodeId[] {
  const seen = new Set<NodeId>();
  const open = [...next(start)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...next(id));
  }
  return [...seen];
}
