import type { RunNode } from '@lockstep/schema/node';
import { sendMessage } from '../../kit/send-message.ts';
import type { sendMqttMessage } from './definition.ts';

export const runSendMqttMessage: RunNode<typeof sendMqttMessage> = async ({ params, input }, ctx) => {
  const to = params.topic;
  return { port: 'sent', value: await sendMessage(ctx, { to, params, input }) };
};
