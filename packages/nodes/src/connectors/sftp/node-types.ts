import type { NodeDefinition } from '@lockstep/schema/node';
import { listFiles } from './list-files/definition.ts';
import { moveFile } from './move-file/definition.ts';
import { onFile } from './on-file/definition.ts';
import { readRemoteFile } from './read-file/definition.ts';
import { writeFile } from './write-file/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [onFile, writeFile, readRemoteFile, listFiles, moveFile];
