import type { NodeDefinition } from '@lockstep/schema/node';
import { onKafkaMessage } from './on-message/definition.ts';
import { sendKafkaMessage } from './send-message/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [onKafkaMessage, sendKafkaMessage];
