import type { NodeDefinition, RunNode } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { FileFacts, type FilesParam } from './params.ts';
import { folderPath, matchesName } from './paths.ts';

export const listFilesParams = (connection: FilesParam) =>
  z.object({
    connection,
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
  });

export const LISTED = {
  out: z.object({
    files: z.array(FileFacts).describe('The oldest first.'),
    complete: z.boolean().describe('False when there are more.'),
  }),
};

type Step = RunNode<NodeDefinition<ReturnType<typeof listFilesParams>, typeof Json, typeof LISTED>>;

export const listOneFolder: Step = async ({ params }, ctx) => {
  const connection = await ctx.connection(params.connection);
  const found = await ctx.files.list(connection, folderPath(connection, params.folder));
  const files = found
    .filter(({ isFolder, name }) => !isFolder && matchesName(params.names, name))
    .toSorted((a, b) => a.modifiedAt - b.modifiedAt || (a.name < b.name ? -1 : 1));
  const folder = params.folder.replace(/\/+$/, '');
  return {
    port: 'out',
    value: {
      files: files.slice(0, params.maxFiles).map(({ name, size, modifiedAt }) => ({
        path: folder === '' ? name : `${folder}/${name}`,
        name,
        size,
        modifiedAt: new Date(modifiedAt).toISOString(),
      })),
      complete: files.length <= params.maxFiles,
    },
  };
};
