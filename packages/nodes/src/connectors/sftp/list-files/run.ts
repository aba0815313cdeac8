import type { RunNode } from '@lockstep/schema/node';
import { folderPath, matchesName } from '../paths.ts';
import type { listFiles } from './definition.ts';

export const runListFiles: RunNode<typeof listFiles> = async ({ params }, ctx) => {
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
