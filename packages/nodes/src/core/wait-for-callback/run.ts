import type { RunParkingNode } from '@lockstep/schema/node';
import type { waitForCallback } from './definition.ts';

export const runWaitForCallback: RunParkingNode<typeof waitForCallback> = async ({ params, input }, ctx) => ({
  park: {
    on: { kind: 'callback', port: 'received' },
    deadline: { at: ctx.now + params.timeoutMs, port: 'timeout', value: input },
  },
});
