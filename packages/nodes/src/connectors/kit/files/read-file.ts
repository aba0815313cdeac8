import { type NodeDefinition, type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { contentOf } from './content.ts';
import { FileFacts, type FilesParam, fileEncoding, MAX_CONTENT_BYTES, pathParam } from './params.ts';
import { filePath, splitPath } from './paths.ts';

export const readFileParams = (connection: FilesParam) =>
  z.object({
    connection,
    path: pathParam('Path', 'Below the folder of the connection.', '=input.path'),
    encoding: fileEncoding,
  });

export const READ = {
  out: FileFacts.extend({ content: z.string() }),
  missing: z.object({ path: z.string() }),
};

type Step = RunNode<NodeDefinition<ReturnType<typeof readFileParams>, typeof Json, typeof READ>>;

export const readOneFile: Step = async ({ params }, ctx) => {
  const connection = await ctx.connection(params.connection);
  const path = filePath(connection, params.path);
  const there = await ctx.files.stat(connection, path);
  if (!there || there.isFolder) return { port: 'missing', value: { path: params.path } };
  if (there.size > MAX_CONTENT_BYTES) throw tooLarge(params.path, there.size);
  const { bytes, size, modifiedAt } = await ctx.files.read(connection, path, { offset: 0, length: MAX_CONTENT_BYTES });
  if (size > MAX_CONTENT_BYTES) throw tooLarge(params.path, size);
  if (bytes.length !== size) {
    const message = `"${params.path}" got shorter while it was read.`;
    throw new StepError({ kind: 'transient', category: 'system', code: 'file-changed', message });
  }
  return {
    port: 'out',
    value: {
      path: params.path,
      name: splitPath(path).name,
      size,
      modifiedAt: new Date(modifiedAt).toISOString(),
      content: contentOf(bytes, params.encoding),
    },
  };
};

function tooLarge(path: string, size: number): StepError {
  const message = `"${path}" has ${size} bytes: more than fits into a message. Use Read file, which goes through it row by row.`;
  return new StepError({ kind: 'refused', category: 'validation', code: 'file-too-large', message });
}
