import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Reply } from './exchange.ts';
import type { CommonFaults } from './faults.ts';
import { send } from './wire.ts';

/** How a body is put on the wire when not in one piece with its length. */
export interface Packing {
  readonly gzip: boolean;
  readonly chunked: boolean;
}

/** Undefined where bodies go as usual. */
export function packingOf({ gzip = false, chunked = false }: CommonFaults): Packing | undefined {
  return gzip || chunked ? { gzip, chunked } : undefined;
}

/** Sends an answer compressed, in chunks, or both; an empty one as usual. */
export function sendPacked(
  res: ServerResponse,
  request: { readonly method: string },
  reply: Reply,
  { gzip, chunked }: Packing,
): void {
  if (res.destroyed) return;
  if (reply.body === undefined || request.method === 'HEAD') {
    send(res, request, reply);
    return;
  }
  const text = typeof reply.body === 'string' ? reply.body : [...reply.body].join('');
  const body = gzip ? gzipSync(text) : Buffer.from(text);
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    res.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  if (gzip) res.setHeader('content-encoding', 'gzip');
  if (!chunked) res.setHeader('content-length', body.length);
  res.statusCode = reply.status;
  const half = Math.ceil(body.length / 2);
  res.write(body.subarray(0, half));
  res.end(body.subarray(half));
}
