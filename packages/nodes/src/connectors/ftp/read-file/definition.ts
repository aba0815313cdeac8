import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { filesParam } from '../../kit/files/params.ts';
import { READ, readFileParams } from '../../kit/files/read-file.ts';

/** Reads a small file whole. */
export const readFtpFile = defineNode({
  type: 'ftp.read-file',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: readFileParams(filesParam('ftp')),
  input: Json,
  outputs: READ,
  timeoutMs: 60_000,
  ui: {
    label: 'Get file (FTP)',
    group: 'Files',
    icon: 'file-down',
    summary: '{path}',
    description: 'Reads a file of up to 8 MB. Larger ones go through Read file, row by row.',
    system: 'FTP',
  },
});
