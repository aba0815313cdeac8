import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { Context } from 'hono';
import type { AppEnv } from '../env.ts';
import { problem } from '../problem.ts';

/** Bytes out for each byte in beyond which a compressed body is a bomb, once it is larger than `RATIO_FREE_BYTES`. */
const MAX_RATIO = 200;
const RATIO_FREE_BYTES = 1_000_000;

/**
 * The body as it came over the wire. The limit counts bytes read, so a missing or false `Content-Length` changes
 * nothing; reading stops at the limit.
 *
 * @throws ProblemError `body-too-large`
 */
export async function readBytes(context: Context<AppEnv>, maxBytes: number): Promise<Uint8Array> {
  if (Number(context.req.header('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  // Not the plain iterator: leaving that one early destroys the socket, and with it the answer.
  const source: AsyncIterable<Uint8Array> | null =
    context.env?.incoming?.iterator({ destroyOnReturn: false }) ?? context.req.raw.body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (source !== null) {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
}

/**
 * The body without its content encoding. The limit holds for what comes out, and so does a ratio, so a small bomb
 * never grows in memory.
 *
 * @throws ProblemError `media-type-unsupported` for another encoding, `body-malformed` when the bytes do not unpack, `body-too-large`
 */
export async function decompress(
  bytes: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return bytes;
  const unpack = unpacker(name, bytes);
  if (unpack === undefined) {
    throw problem('media-type-unsupported', 'Content-Encoding must be gzip, deflate, br or identity.', undefined, {
      'accept-encoding': 'gzip, deflate, br',
    });
  }
  const limit = Math.min(maxBytes, Math.max(RATIO_FREE_BYTES, bytes.length * MAX_RATIO));
  const chunks: Uint8Array[] = [];
  let size = 0;
  unpack.end(bytes);
  try {
    for await (const chunk of unpack as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(Z_|ERR_)/.test(String(error.code))) {
      throw problem('body-malformed', `The body is not valid ${name}.`);
    }
    throw error;
  } finally {
    unpack.destroy();
  }
  return Buffer.concat(chunks, size);
}

function unpacker(name: string, bytes: Uint8Array) {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      // RFC 9110 says zlib format; some senders leave the header out.
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
    default:
      return undefined;
  }
}

function tooLarge(maxBytes: number) {
  // The connection stays open: the server reads on for a moment and throws away, so that a sender that reads last hears why.
  return problem('body-too-large', `The body may have ${maxBytes} bytes at most.`, { maxBytes });
}
