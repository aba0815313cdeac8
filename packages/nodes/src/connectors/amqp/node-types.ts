import type { NodeDefinition } from '@lockstep/schema/node';
import { onAmqpMessage } from './on-message/definition.ts';
import { sendAmqpMessage } from './send-message/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [onAmqpMessage, sendAmqpMessage];
