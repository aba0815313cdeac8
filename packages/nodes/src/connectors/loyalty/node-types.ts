import type { NodeDefinition } from '@lockstep/schema/node';
import { accruePoints } from './accrue/definition.ts';
import { readBalance } from './read-balance/definition.ts';
import { reversePoints } from './reverse/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [accruePoints, reversePoints, readBalance];
