import type { RunParkingNode } from '@lockstep/schema/node';
import type { callFlow } from './definition.ts';

export const runCallFlow: RunParkingNode<typeof callFlow> = async ({ params, input }, ctx) => {
  const { flow: flowId, versions, resolve, mode, message = input, businessKey = '' } = params;
  const key = String(businessKey);
  const called = await ctx.call({
    flowId,
    versions,
    resolve,
    mode,
    message,
    ...(key !== '' && { businessKey: key }),
  });
  if (mode === 'start') return { port: 'out', value: { ...called } };
  return { park: { on: { kind: 'call', ...called, port: 'out' } } };
};
