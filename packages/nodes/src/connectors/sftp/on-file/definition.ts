import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { FILE_CAME, onFileParams } from '../../kit/files/on-file.ts';
import { filesParam } from '../../kit/files/params.ts';

/**
 * Begins a run for every finished file that comes into a folder, exactly one for each. Looking is the runtime's work, before the run exists:
 * this type has no run.
 */
export const onFile = defineNode({
  type: 'sftp.on-file',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: onFileParams(filesParam('sftp')),
  input: Json,
  outputs: FILE_CAME,
  ui: {
    label: 'When a file comes (SFTP)',
    group: 'Start',
    icon: 'folder-input',
    summary: '{folder} {names}',
    description:
      'Begins a run for every finished file in a folder, exactly one for each, however many processes there are.',
    system: 'SFTP',
  },
});
