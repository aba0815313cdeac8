import type { NodeDefinition } from '@lockstep/schema/node';
import { callSoap } from './call/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [callSoap];
