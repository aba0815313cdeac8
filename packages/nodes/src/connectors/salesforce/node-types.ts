import type { NodeDefinition } from '@lockstep/schema/node';
import { bulkResults } from './bulk-results/definition.ts';
import { bulkUpsert } from './bulk-upsert/definition.ts';
import { compositeRequest } from './composite/definition.ts';
import { onRecordChange } from './on-change/definition.ts';
import { queryRecords } from './query/definition.ts';
import { upsertRecord } from './upsert/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [
  onRecordChange,
  upsertRecord,
  bulkUpsert,
  bulkResults,
  compositeRequest,
  queryRecords,
];
