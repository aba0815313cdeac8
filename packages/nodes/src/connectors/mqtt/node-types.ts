import type { NodeDefinition } from '@lockstep/schema/node';
import { onMqttMessage } from './on-message/definition.ts';
import { sendMqttMessage } from './send-message/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [onMqttMessage, sendMqttMessage];
