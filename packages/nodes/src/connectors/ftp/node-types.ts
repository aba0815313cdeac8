import type { NodeDefinition } from '@lockstep/schema/node';
import { listFtpFiles } from './list-files/definition.ts';
import { moveFtpFile } from './move-file/definition.ts';
import { onFtpFile } from './on-file/definition.ts';
import { readFtpFile } from './read-file/definition.ts';
import { writeFtpFile } from './write-file/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [onFtpFile, writeFtpFile, readFtpFile, listFtpFiles, moveFtpFile];
