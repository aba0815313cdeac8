import type { RunNode } from '@lockstep/schema/node';
import type { readValue } from './definition.ts';

export const runReadValue: RunNode<typeof readValue> = async ({ params, input }, ctx) => {
  const { collection, initial } = params;
  const key = String(params.key);
  const kept = await ctx.values.read(collection, key);
  if (kept) return { port: 'found', value: { key, ...kept } };
  if (initial !== undefined) return { port: 'found', value: { key, value: initial, version: 0, updatedAt: null } };
  return { port: 'missing', value: input };
};
