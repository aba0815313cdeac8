import type { RunParkingNode } from '@lockstep/schema/node';
import type { approve } from './definition.ts';

export const runApprove: RunParkingNode<typeof approve> = async ({ params, input }, ctx) => {
  const { title, details = input, assignee, deadlineMs } = params;
  return {
    park: {
      on: {
        kind: 'approval',
        title,
        details,
        ...(assignee !== undefined && assignee !== '' && { assignee }),
        ports: { approved: 'approved', rejected: 'rejected' },
      },
      deadline: { at: ctx.now + deadlineMs, port: 'timeout', value: input },
    },
  };
};
