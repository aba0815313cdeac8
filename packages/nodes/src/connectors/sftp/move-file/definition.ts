import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { pathParam, sftpParam } from '../params.ts';

/** Moves or removes a file. */
export const moveFile = defineNode({
  type: 'sftp.move-file',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: sftpParam,
    path: pathParam('Path', 'The file, below the folder of the connection.', '=input.path'),
    to: z
      .string()
      .max(1000)
      .default('')
      .describe('Where it goes, folder and name. Empty: it is removed.')
      .meta({ editor: 'text', label: 'To', placeholder: "='done/' + input.name" }),
  }),
  input: Json,
  outputs: {
    out: z.object({ path: z.string(), outcome: z.enum(['moved', 'removed', 'done-already']) }),
    missing: z.object({ path: z.string() }),
  },
  ui: {
    label: 'Move file (SFTP)',
    group: 'Files',
    icon: 'folder-output',
    summary: '{path} {to}',
    description: 'Moves a file to another folder or name, or removes it.',
    system: 'SFTP',
  },
});
