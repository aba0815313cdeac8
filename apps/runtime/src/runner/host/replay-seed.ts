import type { Json, Payload } from '@lockstep/schema/run';
import { type NodeId, type Plan, type RunState, stepOf } from '../../engine/index.ts';
import { errorOutput } from '../steps/index.ts';
import { inputOf, type Resolve } from './messages.ts';
import type { SeedStep } from './types.ts';

/**
 * What a replay need not do again: every step of the old run that gave something and is not among those that are gone through
 * `again`. Neighbouring branches are kept too.
 */
export async function replaySeed(
  old: { readonly plan: Plan; readonly state: RunState },
  on: {
    readonly plan: Plan;
    readonly again: ReadonlySet<NodeId>;
    readonly trigger: NodeId;
  },
  resolve: Resolve,
): Promise<readonly SeedStep[]> {
  const again = new Set([...on.again, on.trigger]);
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
