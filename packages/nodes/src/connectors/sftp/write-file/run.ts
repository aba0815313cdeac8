import type { RunNode } from '@lockstep/schema/node';
import { writeOneFile } from '../../kit/files/write-file.ts';
import type { writeFile } from './definition.ts';

export const runWriteFile: RunNode<typeof writeFile> = writeOneFile;
