import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly headers: string;
  readonly body: string;
  /** Bytes the server took before it answered or hung up. */
  readonly sentBytes: number;
}

/** Sends bytes as they are and reads until one whole answer, or the end. `chunks` may be endless: sending stops with the answer. */
export function sendRaw(url: string, chunks: Iterable<Uint8Array | string>, timeoutMs = 15_000): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    let sentBytes = 0;
    let done = false;
    const socket = connect({ host: hostname, port: Number(port) });
    const finish = () => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...parseAnswer(received), sentBytes });
    };
    const timer = setTimeout(finish, timeoutMs);
    socket.on('error', finish).on('close', finish);
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data]);
      if (isWhole(received)) finish();
    });
    socket.on('connect', async () => {
      for (const chunk of chunks) {
        if (done) return;
        sentBytes += Buffer.byteLength(chunk);
        if (!socket.write(chunk))
          await new Promise<void>((drained) => socket.once('drain', drained).once('close', drained));
      }
    });
  });
}

function isWhole(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1];
  if (length !== undefined) return bytes.length >= head + 4 + Number(length);
  return /\r\ntransfer-encoding: *chunked/i.test(text.slice(0, head)) && text.endsWith('\r\n0\r\n\r\n');
}

function parseAnswer(bytes: Buffer): Pick<RawAnswer, 'status' | 'headers' | 'body'> {
  const text = bytes.toString('utf8');
  const head = text.indexOf('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
    headers: head === -1 ? text : text.slice(0, head),
    body: head === -1 ? '' : text.slice(head + 4),
  };
}

/** One request with its headers; `Content-Length` is added when there is a body. */
export function rawRequest(
  method: string,
  target: string,
  headers: readonly (readonly [string, string | Buffer])[],
  body: Uint8Array = new Uint8Array(),
): Uint8Array {
  const lines: Buffer[] = [Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n`)];
  for (const [name, value] of headers) {
    lines.push(
      Buffer.from(`${name}: `),
      Buffer.isBuffer(value) ? value : Buffer.from(value, 'latin1'),
      Buffer.from('\r\n'),
    );
  }
  if (method !== 'GET') lines.push(Buffer.from(`Content-Length: ${body.length}\r\n`));
  return Buffer.concat([...lines, Buffer.from('\r\n'), body]);
}
