import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { brotliCompressSync, createGzip, deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import type { HttpRequest } from '@lockstep/schema/node';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress, type EgressOptions } from './create-egress.ts';
import { deadAddress, failureOf, httpServer, rawServer } from './testing.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

function egress(options?: EgressOptions) {
  const made = createEgress(options);
  opened.push(made);
  return made;
}
async function serve(listener: RequestListener) {
  const server = await httpServer(listener);
  opened.push(server);
  return server.url;
}
async function raw(onSocket: (socket: Socket) => void) {
  const server = await rawServer(onSocket);
  opened.push(server);
  return server.url;
}
/** Answers every request with these bytes, then ends. */
const answering = (...parts: readonly (string | Buffer)[]) =>
  raw((socket) =>
    socket.once('data', () => {
      for (const part of parts) socket.write(part);
      socket.end();
    }),
  );

describe('an exchange', () => {
  it('sends method, headers and body as given and answers with what came back', async () => {
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { host: _, connection: __, ...headers } = request.headers;
      response.writeHead(
        201,
        [
          ['X-A', '1'],
          ['X-A', '2'],
          ['Set-Cookie', 'a=1; Path=/'],
          ['Set-Cookie', 'b=2'],
          ['Content-Type', 'application/json'],
        ].flat(),
      );
      response.end(
        JSON.stringify({ method: request.method, url: request.url, headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    const answer = await egress().request({
      method: 'post',
      url: `${url}/orders?x=%C3%BC`,
      headers: { 'X-Key': 'k1' },
      body: { sku: 'Grüße' },
    });
    const { date: _, connection: __, 'keep-alive': ___, 'transfer-encoding': ____, ...headers } = answer.headers;
    expect({ ...answer, headers, text: JSON.parse(answer.text) }).toEqual({
      status: 201,
      headers: { 'x-a': '1, 2', 'content-type': 'application/json' },
      cookies: ['a=1; Path=/', 'b=2'],
      text: {
        method: 'POST',
        url: '/orders?x=%C3%BC',
        headers: {
          'x-key': 'k1',
          'user-agent': 'Lockstep',
          'accept-encoding': 'gzip, deflate, br',
          'content-type': 'application/json',
          'content-length': '17',
        },
        body: '{"sku":"Grüße"}',
      },
    });
  });

  it('packs a body that is to go out packed, and says so', async () => {
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const packed = Buffer.concat(chunks);
      const { 'content-encoding': encoding, 'content-length': length } = request.headers;
      response.end(
        JSON.stringify({ encoding, isWhole: Number(length) === packed.length, body: gunzipSync(packed).toString() }),
      );
    });
    const body = '{"sku":"Grüße"}\n'.repeat(1_000);
    const answer = await egress().request({ method: 'POST', url, body, compress: 'gzip' });
    expect(JSON.parse(answer.text)).toEqual({ encoding: 'gzip', isWhole: true, body });
  });

  it('answers for every status and follows no redirect', async () => {
    const url = await serve((_, response) =>
      response.writeHead(307, { location: 'http://169.254.169.254/' }).end('moved'),
    );
    expect(await egress().request({ method: 'POST', url })).toMatchObject({ status: 307, text: 'moved' });
  });

  it.each([
    ['gzip', gzipSync('{"a":"ü"}')],
    ['br', brotliCompressSync('{"a":"ü"}')],
    ['deflate', deflateSync('{"a":"ü"}')],
    ['identity', Buffer.from('{"a":"ü"}')],
  ])('reads a body compressed with %s', async (encoding, bytes) => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bytes));
    expect((await egress().request({ method: 'GET', url })).text).toBe('{"a":"ü"}');
  });

  it('reads an answer without a body although it names a compression', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end());
    expect((await egress().request({ method: 'HEAD', url })).text).toBe('');
    expect((await egress().request({ method: 'GET', url })).text).toBe('');
  });

  it('reads text in the charset the sender names', async () => {
    const url = await serve((_, response) => {
      response
        .writeHead(200, { 'content-type': 'text/csv; charset="ISO-8859-1"' })
        .end(Buffer.from('Gr\xfc\xdfe', 'latin1'));
    });
    expect((await egress().request({ method: 'GET', url })).text).toBe('Grüße');
  });
});

describe('a broken exchange', () => {
  const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: 'POST',
    url,
    body: 'x',
    ...more,
  });

  it('is connect-failed, with a known outcome, when nobody listens', async () => {
    const url = await deadAddress();
    expect(await failureOf(egress().request(post(url)))).toEqual({
      kind: 'transient',
      category: 'system',
      code: 'connect-failed',
      message: `Could not connect to ${url} (ECONNREFUSED). Nothing was sent.`,
    });
  });

  it('is connect-failed when the name is unknown', async () => {
    const resolve: EgressOptions['resolve'] = (_, __, done) =>
      done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    expect(await failureOf(egress({ resolve }).request(post('http://erp.example/')))).toMatchObject({
      code: 'connect-failed',
      message: 'Could not connect to http://erp.example (ENOTFOUND). Nothing was sent.',
    });
  });

  it('is connection-lost when the connection is cut after the request, unknown only for methods that change something', async () => {
    const url = await raw((socket) => socket.once('data', () => socket.destroy()));
    const lost = { kind: 'transient', category: 'system', code: 'connection-lost', message: expect.any(String) };
    expect(await failureOf(egress().request(post(url)))).toEqual({ ...lost, outcomeUnknown: true });
    expect(await failureOf(egress().request({ method: 'GET', url }))).toEqual(lost);
  });

  it.each([
    ['in the middle of a body', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"ok":true}'],
    ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc'],
    ['in the middle of the headers', 'HTTP/1.1 200 OK\r\nContent-'],
    ['by what is not HTTP', '220 smtp ready\r\n'],
  ])('is connection-lost when the answer breaks off %s', async (_, bytes) => {
    const url = await answering(bytes);
    expect(await failureOf(egress().request(post(url)))).toMatchObject({
      code: 'connection-lost',
      outcomeUnknown: true,
    });
  });

  it('is http-timeout when no answer comes in time, unknown for methods that change something', async () => {
    const url = await raw(() => undefined);
    const late = {
      kind: 'transient',
      category: 'timeout',
      code: 'http-timeout',
      message: `${url} did not answer in time.`,
    };
    expect(await failureOf(egress().request(post(url, { timeoutMs: 60 })))).toEqual({ ...late, outcomeUnknown: true });
    expect(await failureOf(egress().request({ method: 'GET', url, timeoutMs: 60 }))).toEqual(late);
  });

  it('is http-timeout when the body drips', async () => {
    const url = await raw((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
        const drip = setInterval(() => socket.write('x'), 10);
        socket.once('close', () => clearInterval(drip));
      }),
    );
    expect(await failureOf(egress().request(post(url, { timeoutMs: 120 })))).toMatchObject({ code: 'http-timeout' });
  });

  it('ends with the attempt it belongs to', async () => {
    const url = await raw(() => undefined);
    const attempt = AbortSignal.timeout(60);
    expect(await failureOf(egress().request(post(url), attempt))).toMatchObject({
      code: 'http-timeout',
      outcomeUnknown: true,
    });
  });

  it('is known to have sent nothing while it waits for a free connection', async () => {
    const url = await raw(() => undefined);
    const one = egress({ connectionsPerOrigin: 1 });
    const first = failureOf(one.request(post(url, { timeoutMs: 300 })));
    const second = await failureOf(one.request(post(url, { timeoutMs: 60 })));
    expect(second).toMatchObject({ code: 'connect-failed', kind: 'transient' });
    expect(second).not.toHaveProperty('outcomeUnknown');
    expect(await first).toMatchObject({ code: 'http-timeout', outcomeUnknown: true });
  });
});

describe('a hostile answer', () => {
  it.each([
    ['is too long', (): Parameters<typeof serve>[0] => (_, response) => response.end(Buffer.alloc(200_001, 'x'))],
    [
      'never ends',
      (): Parameters<typeof serve>[0] => (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(16_384, 'x')));
        };
        response.on('drain', more);
        more();
      },
    ],
    [
      'is a gzip bomb',
      (): Parameters<typeof serve>[0] => (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        const zip = createGzip();
        zip.pipe(response);
        for (let i = 0; i < 50; i += 1) zip.write(Buffer.alloc(1_000_000));
        zip.end();
      },
    ],
  ])('that %s is refused at the limit', async (_, listener) => {
    const url = await serve(listener());
    expect(await failureOf(egress({ maxResponseBytes: 200_000 }).request({ method: 'POST', url }))).toEqual({
      kind: 'refused',
      category: 'system',
      code: 'response-too-large',
      message: `${url}: The answer is larger than 200000 bytes.`,
      outcomeUnknown: true,
    });
  });

  it.each([
    ['says gzip and is not', { 'content-encoding': 'gzip' }, 'not compressed the way it says'],
    ['is compressed in an unknown way', { 'content-encoding': 'zstd-2' }, 'compressed in an unknown way: "zstd-2"'],
    ['is JSON and not UTF-8', { 'content-type': 'application/json' }, 'JSON with bytes that are not UTF-8'],
  ])('that %s is refused', async (_, headers, message) => {
    const url = await serve((__, response) =>
      response.writeHead(200, headers).end(Buffer.from('7b2261223a22c3287d', 'hex')),
    );
    expect(await failureOf(egress().request({ method: 'GET', url }))).toEqual({
      kind: 'refused',
      category: 'system',
      code: 'response-malformed',
      message: expect.stringContaining(message),
    });
  });

  it('leaves the next exchange with the same system unharmed', async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      response.end(calls === 1 ? Buffer.alloc(3000) : 'fine');
    });
    const one = egress({ maxResponseBytes: 1000, connectionsPerOrigin: 1 });
    expect(await failureOf(one.request({ method: 'GET', url }))).toMatchObject({ code: 'response-too-large' });
    expect((await one.request({ method: 'GET', url })).text).toBe('fine');
  });
});

describe('a request that must not leave', () => {
  it.each([
    ['a line break in a header', { headers: { 'X-Order': '1\r\nX-Admin: true' } }],
    ['a NUL in a header', { headers: { 'X-N': 'a\0b' } }],
    ['a header that is not Latin-1', { headers: { 'X-U': 'Łódź' } }],
    ['a header name with a blank', { headers: { 'X Y': '1' } }],
    ['another host', { headers: { Host: 'internal.admin' } }],
    ['its own framing', { headers: { 'Transfer-Encoding': 'chunked' } }],
    ['a method that tunnels', { method: 'CONNECT' }],
    ['credentials in the address', { url: 'http://user:secret@127.0.0.1/' }],
    ['another scheme', { url: 'ftp://127.0.0.1/' }],
    ['no address at all', { url: '/orders' }],
  ])('is refused: %s', async (_, request) => {
    let seen = 0;
    const url = await serve((__, response) => {
      seen += 1;
      response.end();
    });
    const failure = await failureOf(egress().request({ method: 'GET', url, ...request }));
    expect(failure).toMatchObject({ kind: 'item', category: 'validation', code: 'request-invalid' });
    expect(JSON.stringify(failure)).not.toContain('secret');
    expect(seen).toBe(0);
  });
});
