import type { NodeDefinition } from '@lockstep/schema/node';
import { changeRows } from './change-rows/definition.ts';
import { readRows } from './read-rows/definition.ts';
import { upsertRows } from './upsert-rows/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [readRows, changeRows, upsertRows];
