import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { HttpResponse } from '@lockstep/schema/node';
import type { Dispatcher } from 'undici';
import { BadResponseError } from './failures.ts';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads an answer to its end.
 *
 * @param maxBytes limit of the body, before and after decompression
 * @param asBytes gives the body as it came, of a good answer or of any
 * @throws BadResponseError when the body is larger, wrongly compressed, or JSON that is not valid UTF-8
 */
export async function readResponse(
  { statusCode, headers, body }: Dispatcher.ResponseData<unknown>,
  { maxBytes, asBytes = false }: { readonly maxBytes: number; readonly asBytes?: boolean | 'any-status' | undefined },
): Promise<HttpResponse> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'set-cookie' && value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const bytes = await collect(body, flat['content-encoding'], maxBytes);
  const cookies = [headers['set-cookie'] ?? []].flat();
  const answer = { status: statusCode, headers: flat, cookies };
  if (asBytes === 'any-status' || (asBytes && statusCode < 300)) return { ...answer, text: '', bytes };
  return {
    ...answer,
    text: decodeText(bytes, flat['content-type'] ?? '', statusCode),
  };
}

async function collect(body: Readable, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? '';
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name]?.() : undefined;
  if (decoder) return decompress(body, decoder, maxBytes);
  const bytes = await gather(body, maxBytes);
  if (name === '' || name === 'identity' || bytes.length === 0) return bytes;
  throw new BadResponseError('response-malformed', `The answer is compressed in an unknown way: "${name}".`);
}

async function decompress(body: Readable, decoder: Transform, maxBytes: number): Promise<Buffer> {
  let encodedBytes = 0;
  let lost: Error | undefined;
  body.on('data', (chunk: Buffer) => {
    encodedBytes += chunk.length;
  });
  body.on('error', (error) => {
    lost ??= error;
    decoder.destroy(error);
  });
  try {
    return await gather(body.pipe(decoder), maxBytes);
  } catch (error) {
    if (lost || error instanceof BadResponseError) throw lost ?? error;
    // Answers to HEAD name the compression of a body they do not have.
    if (body.readableEnded && encodedBytes === 0) return Buffer.alloc(0);
    throw new BadResponseError('response-malformed', 'The answer is not compressed the way it says.');
  } finally {
    body.destroy();
  }
}

async function gather(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop destroys the stream, and with it the connection.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new BadResponseError('response-too-large', `The answer is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/**
 * By the charset the sender names, else UTF-8. Wrong bytes are fatal in JSON: a damaged message must not pass as good. A part
 * (206) may end within a character.
 */
function decodeText(bytes: Buffer, contentType: string, status: number): string {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  const fatal = status !== 206 && /^[^;]*[/+]json\b/i.test(contentType);
  try {
    return new TextDecoder(charset, { fatal }).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder('utf-8').decode(bytes);
    throw new BadResponseError('response-malformed', 'The answer is JSON with bytes that are not UTF-8.');
  }
}
