import {
  type NodeDefinition,
  type ResolvedConnection,
  type RunNode,
  type StepContext,
  StepError,
} from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { wrongContent } from '../../../formats/kit/content.ts';
import { kindOf } from '../../../formats/kit/kind-of.ts';
import { bytesToWrite, sameBytes } from './content.ts';
import { FileFacts, type FilesParam, fileEncoding, pathParam } from './params.ts';
import { filePath, splitPath } from './paths.ts';

export const writeFileParams = (connection: FilesParam) =>
  z.object({
    connection,
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
  });

export const WRITTEN = {
  out: FileFacts.extend({ outcome: z.enum(['written', 'there-already', 'replaced']) }),
};

type Step = RunNode<NodeDefinition<ReturnType<typeof writeFileParams>, typeof Json, typeof WRITTEN>>;

export const writeOneFile: Step = async ({ params, input }, ctx) => {
  const content = params.content === undefined ? input : params.content;
  if (typeof content !== 'string') {
    throw wrongContent('content-not-text', `The content is ${kindOf(content)}, not text.`);
  }
  const bytes = bytesToWrite(content, params.encoding);
  const connection = await ctx.connection(params.connection);
  const path = filePath(connection, params.path);
  const state = await stateAt(ctx, { connection, path, bytes });
  if (state === 'other' && params.existing === 'refuse') {
    throw new StepError({
      kind: 'refused',
      category: 'business',
      code: 'file-differs',
      message: `Another file lies at "${params.path}" already.`,
    });
  }
  if (state !== 'same') await put(ctx, { connection, path, bytes, replace: state === 'other' });
  const outcome = state === 'same' ? 'there-already' : state === 'other' ? 'replaced' : 'written';
  const modifiedAt = (await ctx.files.stat(connection, path))?.modifiedAt ?? ctx.now;
  const { name } = splitPath(path);
  return {
    port: 'out',
    value: { path: params.path, name, size: bytes.length, modifiedAt: new Date(modifiedAt).toISOString(), outcome },
  };
};

interface Wanted {
  readonly connection: ResolvedConnection;
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What lies there: an earlier attempt that was cut off behind its rename left just what we want. */
async function stateAt(ctx: StepContext, { connection, path, bytes }: Wanted): Promise<'none' | 'same' | 'other'> {
  const there = await ctx.files.stat(connection, path);
  if (!there) return 'none';
  if (there.isFolder || there.size !== bytes.length) return 'other';
  const found = await ctx.files.read(connection, path, { offset: 0, length: bytes.length });
  return found.size === bytes.length && sameBytes(found.bytes, bytes) ? 'same' : 'other';
}

async function put(
  ctx: StepContext,
  { connection, path, bytes, replace }: Wanted & { readonly replace: boolean },
): Promise<void> {
  const { folder, name } = splitPath(path);
  // The same name in every attempt of this step: what one left half written, the next one writes over.
  const beside = `${folder}/${name}.${ctx.key.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(-80)}.tmp`;
  await ctx.files.write(connection, beside, bytes).catch(async (error: unknown) => {
    if (folder === '' || !(error instanceof StepError) || error.failure.code !== 'file-missing') throw error;
    await ctx.files.makeFolder(connection, folder);
    await ctx.files.write(connection, beside, bytes);
  });
  const written = await ctx.files.stat(connection, beside);
  if (written?.size !== bytes.length) {
    throw new StepError({
      kind: 'transient',
      category: 'system',
      code: 'file-cut-short',
      message: `The server kept ${written?.size ?? 0} of ${bytes.length} bytes of "${name}".`,
    });
  }
  await ctx.files.rename(connection, { from: beside, to: path, ...(replace && { replace }) });
}
