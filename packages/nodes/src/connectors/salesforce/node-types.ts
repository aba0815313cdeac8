import type { NodeDefinition } from '@lockstep/schema/node';
import { compositeRequest } from './composite/definition.ts';
import { queryRecords } from './query/definition.ts';
import { upsertRecord } from './upsert/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [upsertRecord, compositeRequest, queryRecords];
