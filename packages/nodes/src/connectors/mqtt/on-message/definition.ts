import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { MessageCame, readingParams } from '../../kit/broker-params.ts';
import { mqttParam } from '../params.ts';

/**
 * Begins a run for every message, and tells the broker that it is taken only when the run is durable. One id begins one run. Reading is the
 * runtime's work, before the run exists: this type has no run.
 */
export const onMqttMessage = defineNode({
  type: 'mqtt.on-message',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z.object({
    connection: mqttParam,
    filter: z
      .string()
      .min(1)
      .max(500)
      .describe(
        '+ stands for one level, # for all that follow. What comes while nobody reads is not kept by the broker.',
      )
      .meta({ label: 'Topics', placeholder: 'warehouse/+/picked', fixed: true }),
    ...readingParams,
  }),
  input: Json,
  outputs: { out: MessageCame },
  ui: {
    label: 'When a message comes (MQTT)',
    group: 'Start',
    icon: 'inbox',
    summary: '{filter}',
    description:
      'Begins a run for every message; the broker forgets it only when the run is durable. Processes share the subscription; what comes while none reads is lost with the broker.',
    system: 'MQTT',
  },
});
