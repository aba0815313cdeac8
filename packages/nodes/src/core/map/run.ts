import type { RunNode } from '@lockstep/schema/node';
import type { map } from './definition.ts';

export const runMap: RunNode<typeof map> = async ({ input }, ctx) => ({
  port: 'out',
  value: await ctx.script('script', input),
});
