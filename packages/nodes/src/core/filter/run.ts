import type { RunNode } from '@lockstep/schema/node';
import type { filter } from './definition.ts';

export const runFilter: RunNode<typeof filter> = async ({ params, input }) =>
  params.when ? { port: 'pass', value: input } : { port: 'rejected', value: { reason: params.reason, input } };
