import { type NodeDefinition, type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { type FilesParam, pathParam } from './params.ts';
import { filePath, splitPath } from './paths.ts';

export const moveFileParams = (connection: FilesParam) =>
  z.object({
    connection,
    path: pathParam('Path', 'The file, below the folder of the connection.', '=input.path'),
    to: z
      .string()
      .max(1000)
      .default('')
      .describe('Where it goes, folder and name. Empty: it is removed.')
      .meta({ editor: 'text', label: 'To', placeholder: "='done/' + input.name" }),
  });

export const MOVED = {
  out: z.object({ path: z.string(), outcome: z.enum(['moved', 'removed', 'done-already']) }),
  missing: z.object({ path: z.string() }),
};

type Step = RunNode<NodeDefinition<ReturnType<typeof moveFileParams>, typeof Json, typeof MOVED>>;

export const moveOneFile: Step = async ({ params }, ctx) => {
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
