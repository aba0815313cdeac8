import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import { httpFailure } from '../../connectors/kit/failures.ts';
import { targetOf } from '../../connectors/kit/http-target.ts';
import type { Encoding } from '../../formats/kit/decoder.ts';
import type { Place } from './place.ts';
import { refused } from './refused.ts';
import { readRemotePart } from './remote-part.ts';

const NO_BYTES = new Uint8Array();

export interface Part {
  readonly bytes: Uint8Array;
  /** Nothing follows it. */
  readonly isLast: boolean;
  readonly tag?: string;
  readonly size?: number;
}

interface Source {
  readonly connection?: string | undefined;
  readonly encoding: Encoding;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * `length` bytes of a file from a place on; the last character may be cut. A server that gives the whole file instead is good for
 * small ones only.
 *
 * @throws StepError kind `refused` when the file is another one now, or the server gives no parts
 * @see RFC 9110, 14 (range requests), 15.5.17 (416)
 */
export async function readPart(source: Source, place: Place, length: number, ctx: StepContext): Promise<Part> {
  const connection = source.connection === undefined ? undefined : await ctx.connection(source.connection);
  if (connection?.system === 'sftp' || connection?.system === 'ftp')
    return readRemotePart({ connection, url: source.url }, place, length, ctx);
  const target = await targetOf(source, ctx);
  const own = Object.fromEntries(Object.entries(source.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const response = await ctx.http({
    method: 'GET',
    url: target.url,
    headers: {
      // A part of a compressed file could not be read.
      'accept-encoding': 'identity',
      ...target.headers,
      ...own,
      range: `bytes=${place.offset}-${place.offset + length - 1}`,
    },
    asBytes: true,
  });
  const { system } = target;
  const size = sizeOf(response);
  if (response.status === 416 && size === place.offset) return { bytes: NO_BYTES, isLast: true };
  if (response.status !== 206 && response.status !== 200) {
    throw new StepError(httpFailure(response, { system, write: false, now: ctx.now }));
  }
  const { bytes = NO_BYTES } = response;
  const tag = response.headers.etag ?? response.headers['last-modified'];
  const isSame = place.offset === 0 || (tag === place.tag && (size ?? place.size) === place.size);
  if (!isSame) throw refused('file-changed', `The file on ${system} was changed while it was read.`);
  if (response.status === 200) {
    if (place.offset === 0) return { bytes, isLast: true };
    throw refused('no-parts', `${system} gave parts of the file before, and now gives all of it.`);
  }
  const end = endOf(response);
  if (end === undefined || size === undefined) {
    throw refused('no-parts', `${system} does not say which part of the file it gave (Content-Range).`);
  }
  return { bytes, isLast: end + 1 >= size, size, ...(tag !== undefined && { tag }) };
}

function endOf({ headers }: HttpResponse): number | undefined {
  const end = /^bytes \d+-(\d+)\//.exec(headers['content-range'] ?? '')?.[1];
  return end === undefined ? undefined : Number(end);
}

function sizeOf({ headers }: HttpResponse): number | undefined {
  const size = /^bytes [^/]*\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1];
  return size === undefined ? undefined : Number(size);
}
