import type { RunNode } from '@lockstep/schema/node';
import { moveOneFile } from '../../kit/files/move-file.ts';
import type { moveFtpFile } from './definition.ts';

export const runMoveFtpFile: RunNode<typeof moveFtpFile> = moveOneFile;
