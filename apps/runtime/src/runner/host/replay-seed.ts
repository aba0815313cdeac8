import type { Json, Payload } from '@lockstep/schema/run';
import { type NodeId, type Plan, type RunState, stepOf } from '../../engine/index.ts';
import { errorOutput } from '../steps/index.ts';
import { descendantsOf, inputOf, type Resolve } from './messages.ts';
import type { SeedStep } from './types.ts';

/**
 * What a replay from the steps `from` need not do again: every step of the old run that gave something and does not lie at or
 * behind one of them on the new plan. Neighbouring branches are kept too; only what depends on `from` runs. What the old run took
 * back (`undone`) is done again, with all that depends on it.
 */
export async function replaySeed(
  old: { readonly plan: Plan; readonly state: RunState },
  on: {
    readonly plan: Plan;
    readonly from: readonly NodeId[];
    readonly trigger: NodeId;
    readonly undone: readonly NodeId[];
  },
  resolve: Resolve,
): Promise<readonly SeedStep[]> {
  const begin = [...on.from, ...on.undone];
  const again = new Set([...begin, ...begin.flatMap((id) => descendantsOf(on.plan, id)), on.trigger]);
  const seed: SeedStep[] = [];
  for (const { id, trigger, undoes } of old.plan.nodes) {
    const step = stepOf(old.state.steps, id);
    if (trigger || undoes !== undefined || again.has(id) || !on.plan.byId.has(id) || step?.port === undefined) continue;
    const output: Payload | undefined =
      step.status === 'failed' && step.failure
        ? {
            value: errorOutput(
              step.failure,
              await inputOf(old.plan, old.state, { node: id, item: '' }, { resolve, ...NO_ITEMS }),
            ) as Json,
          }
        : step.output && { value: await resolve(step.output) };
    if (output) seed.push({ node: id, port: step.port, output });
  }
  return seed;
}

/** Steps outside of scopes follow no items. */
const NO_ITEMS = { itemOf: () => null, outputsOf: async () => ({}) };
