import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What the other system of an abuse case answers. */
export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: string;
  readonly bodyHex?: string;
  readonly stream?: 'endless';
  readonly encoding?: string;
  readonly bombRatio?: number;
  readonly bytes?: number;
  readonly contentLength?: number;
  readonly resetAfterBytes?: number;
  readonly nestedJson?: number;
  readonly echoHeaders?: boolean;
}
export type Oracle = Awaited<ReturnType<typeof openOracle>>;

/** The other system: answers as it was told last, and keeps the headers of every request. */
export async function openOracle() {
  let scripted: Scripted = {};
  const requests: IncomingHttpHeaders[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request.headers);
    const { status = 200, contentType = 'application/json', headers = {} } = scripted;
    const head = { 'content-type': contentType, ...headers };
    if (scripted.stream === 'endless') {
      response.writeHead(status, head);
      const more = () => {
        while (!response.destroyed && response.write('[1,'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
      return;
    }
    if (scripted.resetAfterBytes !== undefined) {
      response.writeHead(status, { ...head, 'content-length': '1000' });
      response.write('x'.repeat(scripted.resetAfterBytes), () => (response.socket as Socket).resetAndDestroy());
      return;
    }
    if (scripted.contentLength !== undefined) {
      response.writeHead(status, { ...head, 'content-length': String(scripted.contentLength) });
      response.write(scripted.body ?? '', () => response.destroy());
      return;
    }
    const isBomb = scripted.bombRatio !== undefined;
    response.writeHead(status, { ...head, ...(isBomb && { 'content-encoding': 'gzip' }) });
    response.end(bodyOf(scripted, request.headers));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (next: Scripted) => {
      scripted = next;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function bodyOf(scripted: Scripted, headers: object): string | Buffer {
  const { bombRatio, bodyHex, nestedJson, echoHeaders, body = '{"ok":true}' } = scripted;
  // Forty megabytes stand for the gigabyte: both are far beyond what is read of any answer.
  if (bombRatio !== undefined) return gzipSync(Buffer.alloc(40_000_000), { level: 1 });
  if (bodyHex !== undefined) return Buffer.from(bodyHex, 'hex');
  if (nestedJson !== undefined) return '['.repeat(nestedJson) + ']'.repeat(nestedJson);
  return echoHeaders ? JSON.stringify(headers) : body;
}
