import type { NodeDefinition } from '@lockstep/schema/node';
import { onNatsMessage } from './on-message/definition.ts';
import { sendNatsMessage } from './send-message/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [onNatsMessage, sendNatsMessage];
