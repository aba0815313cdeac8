import type { RunNode } from '@lockstep/schema/node';
import { listOneFolder } from '../../kit/files/list-files.ts';
import type { listFtpFiles } from './definition.ts';

export const runListFtpFiles: RunNode<typeof listFtpFiles> = listOneFolder;
