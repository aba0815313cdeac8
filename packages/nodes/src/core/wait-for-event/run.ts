import type { RunParkingNode, StepContext } from '@lockstep/schema/node';
import type { waitForEvent } from './definition.ts';

export const runWaitForEvent: RunParkingNode<typeof waitForEvent> = async ({ params, input }, ctx) => {
  const since = sinceOf(params.from, ctx);
  return {
    park: {
      on: {
        kind: 'event',
        topic: params.topic,
        key: String(params.key),
        port: 'received',
        ...(since !== undefined && { since }),
      },
      deadline: { at: ctx.now + params.timeoutMs, port: 'timeout', value: input },
    },
  };
};

function sinceOf(from: 'kept' | 'run' | 'now', { now, trigger }: StepContext): number | undefined {
  switch (from) {
    case 'kept':
      return undefined;
    case 'run':
      return trigger.receivedAt;
    case 'now':
      return now;
    default:
      return from satisfies never;
  }
}
