import type { RunNode } from '@lockstep/schema/node';
import { sendMessage } from '../../kit/send-message.ts';
import type { sendNatsMessage } from './definition.ts';

export const runSendNatsMessage: RunNode<typeof sendNatsMessage> = async ({ params, input }, ctx) => {
  const to = params.subject;
  return { port: 'sent', value: await sendMessage(ctx, { to, params, input }) };
};
