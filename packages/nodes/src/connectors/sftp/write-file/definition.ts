import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { FileFacts, fileEncoding, pathParam, sftpParam } from '../params.ts';

/** Writes a file under another name and renames it, so that whoever looks finds the whole file or none. */
export const writeFile = defineNode({
  type: 'sftp.write-file',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: sftpParam,
    path: pathParam(
      'Path',
      'Folder and name, below the folder of the connection. Folders are made where they are missing.',
      'out/po-1042.x12',
    ),
    content: Json.optional()
      .describe('Text of the file. Empty: the message.')
      .meta({ editor: 'json', label: 'Content', placeholder: '=input' }),
    encoding: fileEncoding,
    existing: z
      .enum(['refuse', 'replace'])
      .default('refuse')
      .describe(
        'A file of this name with the same content is always taken for ours, and the step is done. One with another content is refused, or replaced.',
      )
      .meta({ label: 'Another file there', fixed: true, words: { refuse: 'Refuse', replace: 'Replace it' } }),
  }),
  input: Json,
  outputs: {
    out: FileFacts.extend({ outcome: z.enum(['written', 'there-already', 'replaced']) }),
  },
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
