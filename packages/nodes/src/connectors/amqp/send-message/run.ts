import type { RunNode } from '@lockstep/schema/node';
import { sendMessage } from '../../kit/send-message.ts';
import type { sendAmqpMessage } from './definition.ts';

export const runSendAmqpMessage: RunNode<typeof sendAmqpMessage> = async ({ params, input }, ctx) => {
  const to = params.exchange === '' ? params.routingKey : `${params.exchange}/${params.routingKey}`;
  return { port: 'sent', value: await sendMessage(ctx, { to, params, input }) };
};
