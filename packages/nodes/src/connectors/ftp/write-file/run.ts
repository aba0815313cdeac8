import type { RunNode } from '@lockstep/schema/node';
import { writeOneFile } from '../../kit/files/write-file.ts';
import type { writeFtpFile } from './definition.ts';

export const runWriteFtpFile: RunNode<typeof writeFtpFile> = writeOneFile;
