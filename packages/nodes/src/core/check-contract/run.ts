import type { RunNode } from '@lockstep/schema/node';
import type { checkContract } from './definition.ts';

export const runCheckContract: RunNode<typeof checkContract> = async ({ params, input }, ctx) => {
  const issues = await ctx.checkContract(params.contract, input);
  if (issues.length === 0) return { port: 'valid', value: input };
  return { port: 'invalid', value: { issues: issues.map(({ path, message }) => ({ path, message })), input } };
};
