import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { FileFacts, sftpParam } from '../params.ts';

/** Lists the files of a folder. */
export const listFiles = defineNode({
  type: 'sftp.list-files',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: sftpParam,
    folder: z
      .string()
      .max(1000)
      .default('')
      .describe('Below the folder of the connection. Empty: that folder itself.')
      .meta({ editor: 'text', label: 'Folder', placeholder: 'in' }),
    names: z
      .string()
      .min(1)
      .max(500)
      .default('*')
      .describe('Which names count: * stands for any characters, ? for one; several, separated by commas.')
      .meta({ label: 'Names', placeholder: '*.x12, *.edi' }),
    maxFiles: z.int().min(1).max(10_000).default(1000).meta({ label: 'Files at most', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      files: z.array(FileFacts).describe('The oldest first.'),
      complete: z.boolean().describe('False when there are more.'),
    }),
  },
  ui: {
    label: 'List files (SFTP)',
    group: 'Files',
    icon: 'folder-search',
    summary: '{folder} {names}',
    description: 'Lists the files of a folder, the oldest first.',
    system: 'SFTP',
  },
});
