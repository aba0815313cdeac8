import { type CustomerOutcome, Telling } from '@lockstep/schema/customers';
import { type RunNode, StepError } from '@lockstep/schema/node';
import type { updateGoldenRecord } from './definition.ts';

export const runUpdateGoldenRecord: RunNode<typeof updateGoldenRecord> = async ({ params }, ctx) => {
  const { system, at, customer, values } = params;
  const id = String(params.id);
  const telling = Telling.safeParse({
    system,
    id,
    at: at === undefined || at === '' ? new Date(ctx.now).toISOString() : at,
    values,
    ...(customer && { customer }),
  });
  if (!telling.success) {
    const [first] = telling.error.issues;
    const where = first?.path.join('.') ?? '';
    const message = `What ${system} says of ${id} cannot be read: ${where}: ${first?.message ?? 'wrong'}`;
    throw new StepError({ kind: 'item', category: 'validation', code: 'customer-invalid', message });
  }
  const { runId, flowId, nodeId: node } = ctx;
  const outcome = await ctx.customers.tell({ telling: telling.data, effectKey: ctx.key, by: { runId, flowId, node } });
  return { port: isNews(outcome) ? 'changed' : 'unchanged', value: shown(outcome) };
};

function isNews({ isNew, changed, writes, merged }: CustomerOutcome): boolean {
  return isNew || changed.length > 0 || writes.length > 0 || merged.length > 0;
}

function shown({ isNew: _, changed, writes, blocked, merged, ...rest }: CustomerOutcome) {
  return { ...rest, changed: [...changed], writes: [...writes], blocked: [...blocked], merged: [...merged] };
}
