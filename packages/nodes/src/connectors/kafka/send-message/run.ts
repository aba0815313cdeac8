import type { RunNode } from '@lockstep/schema/node';
import { sendMessage } from '../../kit/send-message.ts';
import type { sendKafkaMessage } from './definition.ts';

export const runSendKafkaMessage: RunNode<typeof sendKafkaMessage> = async ({ params, input }, ctx) => {
  return { port: 'sent', value: await sendMessage(ctx, { to: params.topic, params, input }) };
};
