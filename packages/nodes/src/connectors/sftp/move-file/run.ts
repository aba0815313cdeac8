import { type RunNode, StepError } from '@lockstep/schema/node';
import { filePath, splitPath } from '../paths.ts';
import type { moveFile } from './definition.ts';

export const runMoveFile: RunNode<typeof moveFile> = async ({ params }, ctx) => {
  const connection = await ctx.connection(params.connection);
  const from = filePath(connection, params.path);
  const source = await ctx.files.stat(connection, from);
  if (params.to === '') {
    if (!source) return { port: 'out', value: { path: params.path, outcome: 'done-already' } };
    await ctx.files.remove(connection, from);
    return { port: 'out', value: { path: params.path, outcome: 'removed' } };
  }
  const to = filePath(connection, params.to);
  const there = await ctx.files.stat(connection, to);
  if (!source) {
    // An earlier attempt that was cut off has moved it.
    if (there) return { port: 'out', value: { path: params.to, outcome: 'done-already' } };
    return { port: 'missing', value: { path: params.path } };
  }
  if (there) {
    throw new StepError({
      kind: 'refused',
      category: 'business',
      code: 'file-differs',
      message: `A file lies at "${params.to}" already.`,
    });
  }
  const { folder } = splitPath(to);
  if (folder !== '') await ctx.files.makeFolder(connection, folder);
  await ctx.files.rename(connection, { from, to });
  return { port: 'out', value: { path: params.to, outcome: 'moved' } };
};
