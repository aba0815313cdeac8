import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { LISTED, listFilesParams } from '../../kit/files/list-files.ts';
import { filesParam } from '../../kit/files/params.ts';

/** Lists the files of a folder. */
export const listFiles = defineNode({
  type: 'sftp.list-files',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: listFilesParams(filesParam('sftp')),
  input: Json,
  outputs: LISTED,
  ui: {
    label: 'List files (SFTP)',
    group: 'Files',
    icon: 'folder-search',
    summary: '{folder} {names}',
    description: 'Lists the files of a folder, the oldest first.',
    system: 'SFTP',
  },
});
