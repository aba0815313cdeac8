import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { FileFacts, fileEncoding, pathParam, sftpParam } from '../params.ts';

/** Reads a small file whole. */
export const readRemoteFile = defineNode({
  type: 'sftp.read-file',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: sftpParam,
    path: pathParam('Path', 'Below the folder of the connection.', '=input.path'),
    encoding: fileEncoding,
  }),
  input: Json,
  outputs: {
    out: FileFacts.extend({ content: z.string() }),
    missing: z.object({ path: z.string() }),
  },
  timeoutMs: 60_000,
  ui: {
    label: 'Get file (SFTP)',
    group: 'Files',
    icon: 'file-down',
    summary: '{path}',
    description: 'Reads a file of up to 8 MB. Larger ones go through Read file, row by row.',
    system: 'SFTP',
  },
});
