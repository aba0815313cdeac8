import type { RunNode } from '@lockstep/schema/node';
import type { log } from './definition.ts';

export const runLog: RunNode<typeof log> = async ({ params, input }, ctx) => {
  ctx.log(params.level, params.message, params.data);
  return { port: 'out', value: input };
};
