import type { NodeDefinition } from '@lockstep/schema/node';
import { batchOData } from './batch/definition.ts';
import { callOData } from './call/definition.ts';
import { changeODataRecord } from './change-record/definition.ts';
import { createODataRecord } from './create-record/definition.ts';
import { deleteODataRecord } from './delete-record/definition.ts';
import { readODataRecords } from './read-records/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [
  readODataRecords,
  createODataRecord,
  changeODataRecord,
  deleteODataRecord,
  batchOData,
  callOData,
];
