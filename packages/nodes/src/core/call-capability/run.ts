import type { RunParkingNode } from '@lockstep/schema/node';
import type { callCapability } from './definition.ts';

export const runCallCapability: RunParkingNode<typeof callCapability> = async ({ params, input }, ctx) => {
  const { capability, mode, message = input, businessKey = '' } = params;
  const key = String(businessKey);
  const called = await ctx.call({ capability, mode, message, ...(key !== '' && { businessKey: key }) });
  if (mode === 'start') return { port: 'out', value: { ...called } };
  return { park: { on: { kind: 'call', ...called, port: 'out' } } };
};
