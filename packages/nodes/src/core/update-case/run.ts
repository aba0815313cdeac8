import { CaseChange } from '@lockstep/schema/cases';
import { type RunNode, StepError } from '@lockstep/schema/node';
import type { updateCase } from './definition.ts';

export const runUpdateCase: RunNode<typeof updateCase> = async ({ params }, ctx) => {
  const { kind, expected, key: _, ...told } = params;
  const key = String(params.key);
  const now = new Date(ctx.now).toISOString();
  const change = CaseChange.safeParse({
    ...told,
    at: told.at === undefined || told.at === '' ? now : told.at,
    lines: told.lines ?? [],
    groups: told.groups ?? [],
    documents: told.documents ?? [],
    expected: expected.map(({ withinMs, ...each }) => ({ ...each, by: new Date(ctx.now + withinMs).toISOString() })),
  });
  if (!change.success) {
    const [first] = change.error.issues;
    const where = first?.path.join('.') ?? '';
    const message = `The change of ${kind} ${key} cannot be read: ${where}: ${first?.message ?? 'wrong'}.`;
    throw new StepError({ kind: 'item', category: 'validation', code: 'case-change-invalid', message });
  }
  const { runId, flowId, nodeId: node } = ctx;
  const by = { runId, flowId, node };
  const { case: known, refused } = await ctx.cases.update({ kind, key, change: change.data, effectKey: ctx.key, by });
  const { state, lines, groups, documents } = known;
  if (refused.length === 0) {
    const parts = {
      lines: lines.map(({ at: _at, ...line }) => line),
      groups: groups.map(({ at: _at, ...each }) => each),
    };
    return { port: 'updated', value: { kind, key, state, ...parts, documents } };
  }
  const contradictions = refused.map(({ part, from, to = '' }) => ({
    ...(part !== undefined && { part }),
    ...(from !== undefined && { from }),
    to,
  }));
  return { port: 'refused', value: { kind, key, state, refused: contradictions } };
};
