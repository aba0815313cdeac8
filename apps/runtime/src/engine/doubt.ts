import { ERROR_PORT } from '@lockstep/schema/graph';
import type { NodeId, PlanNode } from './plan.ts';
import { edgeStatus, type Frame, type RunState, stepOf } from './state.ts';

/**
 * R10: writing steps that may have begun in the life of a lost worker although the history shows no sign of it. What pure
 * steps gave is not durable by itself, so behind one that runs an effect may be under way: every step whose open edges
 * could all be settled by pure steps. Not by their failures, by scopes, or by the end of an item: those are durable before
 * anything follows from them.
 *
 * What an earlier run did (`kept`, R27) is passed as a pure step is: nothing is written when it is reached.
 */
export function doubtfulBehind(
  nodes: readonly PlanNode[],
  { steps, doubtful = [] }: Frame,
  kept: RunState['kept'] = {},
): readonly NodeId[] {
  const settled = new Set<NodeId>();
  const found = new Set(doubtful);
  for (const { id, effect, rules } of nodes) {
    if (effect === 'none' && !rules && stepOf(steps, id)?.status === 'running') settled.add(id);
  }
  const undecided = nodes.filter(({ id, undoes }) => undoes === undefined && !stepOf(steps, id));
  for (let grew = settled.size > 0; grew; ) {
    grew = false;
    for (const { id, effect, rules, incoming } of undecided) {
      if (settled.has(id) || found.has(id)) continue;
      const isReached = incoming.every((edge) => settled.has(edge.from) || edgeStatus(steps, edge) !== 'open');
      if (!isReached || !incoming.some(({ from, port }) => settled.has(from) && port !== ERROR_PORT)) continue;
      if ((effect === 'none' && !rules) || Object.hasOwn(kept, id)) settled.add(id);
      else if (effect === 'write') found.add(id);
      else continue;
      grew = true;
    }
  }
  return nodes.flatMap(({ id }) => (found.has(id) ? [id] : []));
}
