import { type ResolvedConnection, type StepContext, StepError } from '@lockstep/schema/node';
import { filePath } from '../../connectors/kit/files/paths.ts';
import type { Part } from './part.ts';
import type { Place } from './place.ts';
import { refused } from './refused.ts';

/** A file that is being put away is at its new place in a moment. */
const MOVING_MS = 2_000;

/**
 * `length` bytes of a file on an SFTP or FTP server from a place on. It is known to be the same by its size and the time of its change.
 *
 * @throws StepError kind `refused` when it is another file now; `transient` when it is not there (yet)
 */
export async function readRemotePart(
  { connection, url }: { readonly connection: ResolvedConnection; readonly url: string },
  place: Place,
  length: number,
  ctx: StepContext,
): Promise<Part> {
  const { bytes, size, modifiedAt } = await ctx.files
    .read(connection, filePath(connection, url), { offset: place.offset, length })
    .catch((error: unknown) => {
      throw error instanceof StepError && error.failure.code === 'file-missing' ? notThere(error, url) : error;
    });
  const tag = String(modifiedAt);
  const isSame = place.offset === 0 || (tag === place.tag && size === place.size);
  if (!isSame) throw refused('file-changed', `"${url}" was changed while it was read.`);
  const end = place.offset + bytes.length;
  if (end < size && bytes.length < length) throw refused('file-changed', `"${url}" got shorter while it was read.`);
  return { bytes, isLast: end >= size, size, tag };
}

function notThere(cause: StepError, path: string): StepError {
  return new StepError(
    {
      kind: 'transient',
      category: 'business',
      code: 'file-missing',
      message: `There is no "${path}".`,
      retryAfterMs: MOVING_MS,
    },
    { cause },
  );
}
