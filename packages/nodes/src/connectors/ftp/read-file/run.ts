import type { RunNode } from '@lockstep/schema/node';
import { readOneFile } from '../../kit/files/read-file.ts';
import type { readFtpFile } from './definition.ts';

export const runReadFtpFile: RunNode<typeof readFtpFile> = readOneFile;
