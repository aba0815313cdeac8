import type { NodeDefinition } from '@lockstep/schema/node';
import { createLabel } from './create-label/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [createLabel];
