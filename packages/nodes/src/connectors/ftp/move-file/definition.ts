import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { MOVED, moveFileParams } from '../../kit/files/move-file.ts';
import { filesParam } from '../../kit/files/params.ts';

/** Moves or removes a file. */
export const moveFtpFile = defineNode({
  type: 'ftp.move-file',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: moveFileParams(filesParam('ftp')),
  input: Json,
  outputs: MOVED,
  ui: {
    label: 'Move file (FTP)',
    group: 'Files',
    icon: 'folder-output',
    summary: '{path} {to}',
    description: 'Moves a file to another folder or name, or removes it.',
    system: 'FTP',
  },
});
