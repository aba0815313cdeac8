import type { Flow } from '@lockstep/schema/graph';
import { type Plan, type RunState, stepOf } from '../../engine/index.ts';

/** Where the core node `filter` sends what does not pass. */
const FILTER = { type: 'filter', port: 'rejected' };

/**
 * Why a run that ended done had no effect, for the ledger: a filter sent its message aside, and no step that changes
 * another system succeeded. `undefined` when the message did what it came for.
 */
export function filteredReason(
  flow: Pick<Flow, 'nodes'>,
  { plan, state }: { readonly plan: Plan; readonly state: RunState },
): string | undefined {
  const succeeded = plan.nodes.filter(({ id }) => stepOf(state.steps, id)?.status === 'succeeded');
  if (succeeded.some(({ effect, trigger }) => effect === 'write' && !trigger)) return undefined;
  // What the items of a scope did is gone by then; where one ended, its effects were made.
  const scopes = succeeded.filter(({ id }) => (stepOf(state.steps, id)?.scope?.ended ?? 0) > 0);
  if (scopes.some(({ id }) => writesWithin(plan, id))) return undefined;
  for (const { id } of succeeded) {
    const node = flow.nodes.find((one) => one.id === id);
    const step = stepOf(state.steps, id);
    if (node?.type !== FILTER.type || step?.port !== FILTER.port) continue;
    return reasonIn(step.output) ?? `Sent aside by ${node.name}.`;
  }
  return undefined;
}

function writesWithin({ nodes }: Plan, scope: string): boolean {
  return nodes.some(({ effect, scopes }) => effect === 'write' && scopes.includes(scope));
}

/** A large message is kept elsewhere, and the reason with it. */
function reasonIn(output: NonNullable<ReturnType<typeof stepOf>>['output']): string | undefined {
  const value = output && 'value' in output ? output.value : undefined;
  if (typeof value !== 'object' || value === null || !('reason' in value)) return undefined;
  return typeof value.reason === 'string' ? value.reason : undefined;
}
