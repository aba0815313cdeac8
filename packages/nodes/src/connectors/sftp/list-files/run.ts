import type { RunNode } from '@lockstep/schema/node';
import { listOneFolder } from '../../kit/files/list-files.ts';
import type { listFiles } from './definition.ts';

export const runListFiles: RunNode<typeof listFiles> = listOneFolder;
