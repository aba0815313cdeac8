import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way to a system. */
export interface GateRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What becomes of a request: let through, refused before it arrives, or done and its answer lost. */
export type GateVerdict = 'pass' | 'drop' | { readonly status: number; readonly body?: string };

export interface Gate {
  readonly url: string;
  close(): Promise<void>;
}

/** A network in front of a simulator that loses or refuses single requests, as a test says. */
export async function openGate(target: string, judge: (request: GateRequest) => GateVerdict): Promise<Gate> {
  const server = createServer((request, response) => {
    // What the system itself breaks off is broken off here too.
    pass(request, response).catch(() => request.socket.destroy());
  });
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = 'GET', url: path = '/' } = request;
    const verdict = judge({ method, path, body: body.toString() });
    if (typeof verdict === 'object') {
      const headers = { 'content-type': 'application/json' };
      return response.writeHead(verdict.status, headers).end(verdict.body ?? '{}');
    }
    const {
      host: _host,
      connection: _connection,
      'content-length': _length,
      'transfer-encoding': _te,
      ...rest
    } = request.headers;
    const headers = Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)]);
    const reads = method === 'GET' || method === 'HEAD';
    const answer = await fetch(new URL(path, target), { method, headers, redirect: 'manual', ...(!reads && { body }) });
    const text = await answer.text();
    if (verdict === 'drop') return request.socket.destroy();
    const given = [...answer.headers].filter(
      ([name]) =>
        !['content-length', 'transfer-encoding', 'connection', 'content-encoding', 'set-cookie'].includes(name),
    );
    response.writeHead(answer.status, { ...Object.fromEntries(given), 'set-cookie': answer.headers.getSetCookie() });
    return response.end(text);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
