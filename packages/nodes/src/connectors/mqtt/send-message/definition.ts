import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { BROKER_RETRY, MessageSent, messageParams } from '../../kit/broker-params.ts';
import { mqttParam } from '../params.ts';

/**
 * Sends a message, and ends when the broker has confirmed it. Receivers know a message by its id, so the key is the strategy; `once` for a receiver that does not look at it.
 *
 * @see MQTT 5.0, 4.3.2 (at least once), 4.8.2 (shared subscriptions)
 */
export const sendMqttMessage = defineNode({
  type: 'mqtt.send-message',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key', 'once'],
  params: z.object({
    connection: mqttParam,
    topic: z
      .string()
      .min(1)
      .max(1000)
      .regex(/^[^+#]+$/, 'Use a topic without wildcards.')
      .meta({ editor: 'text', label: 'Topic', placeholder: 'warehouse/dub-1/picked' }),
    ...messageParams,
  }),
  input: Json,
  outputs: { sent: MessageSent },
  retry: BROKER_RETRY,
  timeoutMs: 30_000,
  ui: {
    label: 'Send message (MQTT)',
    group: 'Systems',
    icon: 'send',
    summary: '{topic}',
    description:
      'Sends a message, and goes on when the broker has confirmed it. The broker confirms it (quality of service 1); whether somebody listens it does not say.',
    system: 'MQTT',
  },
});
