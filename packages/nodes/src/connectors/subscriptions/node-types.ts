import type { NodeDefinition } from '@lockstep/schema/node';
import { readChargeStep } from './read-charge/definition.ts';
import { skipCharge } from './skip-charge/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [readChargeStep, skipCharge];
