import type { RunNode } from '@lockstep/schema/node';
import { readOneFile } from '../../kit/files/read-file.ts';
import type { readRemoteFile } from './definition.ts';

export const runReadRemoteFile: RunNode<typeof readRemoteFile> = readOneFile;
