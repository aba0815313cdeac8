import type { Json, Payload } from '@lockstep/schema/run';
import { inputSource, type NodeId, type Plan, type RunState, stepOf } from '../../engine/index.ts';
import { errorOutput } from '../steps/index.ts';

/** Gives the value of a payload, loading a claim-checked one. */
export type Resolve = (payload: Payload) => Json | Promise<Json>;

/** What step `node` works on: the output at its first live edge, or the error of a failed step with that step's input. */
export async function inputOf(plan: Plan, state: RunState, node: NodeId, resolve: Resolve): Promise<Json> {
  const source = inputSource(plan, state, node);
  const step = source === undefined ? undefined : stepOf(state.steps, source);
  if (source === undefined || !step) return null;
  if (step.status === 'failed' && step.failure) {
    return errorOutput(step.failure, await inputOf(plan, state, source, resolve)) as Json;
  }
  return step.output ? await resolve(step.output) : null;
}

/**
 * Outputs of the steps before `node`, by node id. Only steps upstream count, all of which are decided when `node` begins:
 * what a neighbouring branch gave so far would depend on chance, and a second computation would differ.
 */
export async function outputsBefore(
  plan: Plan,
  state: RunState,
  node: NodeId,
  resolve: Resolve,
): Promise<Readonly<Record<NodeId, Json>>> {
  const outputs: Record<NodeId, Json> = {};
  for (const id of ancestorsOf(plan, node)) {
    const step = stepOf(state.steps, id);
    if (step?.status === 'succeeded' && step.output) outputs[id] = await resolve(step.output);
  }
  return outputs;
}

const ancestorCache = new WeakMap<Plan, Map<NodeId, readonly NodeId[]>>();

/** Every node from which `node` can be reached; computed once a plan. */
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

/** An undo step comes after the step it undoes (R14). */
function beforeOf(plan: Plan, id: NodeId): readonly NodeId[] {
  const { incoming = [], undoes } = plan.byId.get(id) ?? {};
  return undoes === undefined ? incoming.map(({ from }) => from) : [undoes];
}

/** Every node that can be reached from `node`, itself left out. */
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
