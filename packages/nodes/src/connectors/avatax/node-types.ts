import type { NodeDefinition } from '@lockstep/schema/node';
import { quoteTax } from './quote-tax/definition.ts';
import { recordTax } from './record-tax/definition.ts';
import { voidTax } from './void-tax/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [quoteTax, recordTax, voidTax];
