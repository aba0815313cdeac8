import type { NodeDefinition } from '@lockstep/schema/node';
import { countIndexedEvents } from './count-events/definition.ts';
import { sendEvents } from './send-events/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [sendEvents, countIndexedEvents];
