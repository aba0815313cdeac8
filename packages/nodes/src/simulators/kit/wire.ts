import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { Reply } from './exchange.ts';

const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** The whole body, or `undefined` where it is longer than 32 MiB. */
export async function readBody(req: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  // Left undestroyed, or the socket would be gone before the refusal is written.
  for await (const piece of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Writes an answer; nothing but its headers for HEAD. */
export function send(res: ServerResponse, request: { readonly method: string }, reply: Reply): void {
  if (res.destroyed) return;
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    res.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  res.statusCode = reply.status;
  const { body } = reply;
  if (body === undefined || request.method === 'HEAD') res.end();
  else if (typeof body === 'string') res.setHeader('content-length', Buffer.byteLength(body)).end(body);
  else pipeline(Readable.from(inChunks(body)), res, () => {});
}

/** Joins small pieces: a stream chunk per order would cost more than the order. */
function* inChunks(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
