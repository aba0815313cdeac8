import type { RunNode } from '@lockstep/schema/node';
import { moveOneFile } from '../../kit/files/move-file.ts';
import type { moveFile } from './definition.ts';

export const runMoveFile: RunNode<typeof moveFile> = moveOneFile;
