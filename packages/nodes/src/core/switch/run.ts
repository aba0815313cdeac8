import type { RunDynamicNode } from '@lockstep/schema/node';
import type { switchCases } from './definition.ts';

export const runSwitch: RunDynamicNode<typeof switchCases> = async ({ params, input }) => ({
  port: params.cases.find(({ when }) => when)?.name ?? 'otherwise',
  value: input,
});
