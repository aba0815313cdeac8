import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** The connection is cut instead of answered. */
  readonly drop?: boolean;
}

/** A server for one test on a free port of the loopback: `answer` says what each request gets; all are kept. */
export async function serverFor(answer: (request: SeenRequest, at: number) => TestAnswer) {
  const seen: SeenRequest[] = [];
  const server = createServer(async (req, res) => {
    const pieces: Buffer[] = [];
    for await (const piece of req) pieces.push(piece as Buffer);
    const { method = '', url = '', headers } = req;
    const request = { method, url, headers, body: Buffer.concat(pieces).toString('utf8') };
    seen.push(request);
    const { status, headers: out = {}, body = '', drop = false } = answer(request, seen.length);
    if (drop) return void req.socket.destroy();
    for (const [name, value] of Object.entries(out))
      res.setHeader(name, typeof value === 'string' ? value : [...value]);
    res.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
