import type { Json, Payload } from '@lockstep/schema/run';
import { type NodeId, type Plan, type RunState, stepOf } from '../../engine/index.ts';
import { errorOutput } from '../steps/index.ts';
import { descendantsOf, inputOf, type Resolve } from './messages.ts';
import type { SeedStep } from './types.ts';

/**
 * What a replay from step `from` need not do again: every step of the old run that gave something and does not lie at or
 * behind `from` on the new plan. Neighbouring branches are kept too; only what depends on `from` runs.
 */
export async function replaySeed(
  old: { readonly plan: Plan; readonly state: RunState },
  on: { readonly plan: Plan; readonly from: NodeId; readonly trigger: NodeId },
  resolve: Resolve,
): Promise<readonly SeedStep[]> {
  const again = new Set([on.from, ...descendantsOf(on.plan, on.from), on.trigger]);
  const seed: SeedStep[] = [];
  for (const { id, trigger } of old.plan.nodes) {
    const step = stepOf(old.state.steps, id);
    if (trigger || again.has(id) || !on.plan.byId.has(id) || step?.port === undefined) continue;
    const output: Payload | undefined =
      step.status === 'failed' && step.failure
        ? { value: errorOutput(step.failure, await inputOf(old.plan, old.state, id, resolve)) as Json }
        : step.output && { value: await resolve(step.output) };
    if (output) seed.push({ node: id, port: step.port, output });
  }
  return seed;
}
