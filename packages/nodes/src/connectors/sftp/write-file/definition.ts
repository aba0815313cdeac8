import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { filesParam } from '../../kit/files/params.ts';
import { WRITTEN, writeFileParams } from '../../kit/files/write-file.ts';

/** Writes a file under another name and renames it, so that whoever looks finds the whole file or none. */
export const writeFile = defineNode({
  type: 'sftp.write-file',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: writeFileParams(filesParam('sftp')),
  input: Json,
  outputs: WRITTEN,
  timeoutMs: 60_000,
  ui: {
    label: 'Write file (SFTP)',
    group: 'Files',
    icon: 'file-up',
    summary: '{path}',
    description: 'Writes a file to a partner, whole or not at all, and never a second time.',
    system: 'SFTP',
  },
});
