import type { FTPContext, FTPResponse } from 'basic-ftp';
import type { FtpSession } from './session.ts';

/**
 * At most `length` bytes of a file from `offset` on. The protocol only gives a file to its end, so the data connection is cut when there is
 * enough; a session that does not come clean of that is ended, and the next call opens another.
 *
 * @see RFC 3659, 5 (REST)
 */
export async function download(
  session: FtpSession,
  path: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<Buffer> {
  const { client } = session;
  await client.prepareTransfer(client.ftp);
  const { bytes, isCut } = await received(client.ftp, { path, offset, length });
  if (isCut) {
    const next = await client.send('NOOP').catch(() => undefined);
    if (next?.code !== 200) session.end();
  }
  return bytes;
}

interface Wanted {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

interface Received {
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

function received(ftp: FTPContext, { path, offset, length }: Wanted): Promise<Received> {
  const chunks: Buffer[] = [];
  let got = 0;
  let isCut = false;
  let isOver = false;
  let isTold = false;
  return ftp.handle(offset > 0 ? `REST ${offset}` : `RETR ${path}`, (reply: FTPResponse | Error, task) => {
    const settle = (): void => {
      if (!isOver || !isTold) return;
      ftp.dataSocket = undefined;
      task.resolve({ bytes: Buffer.concat(chunks).subarray(0, length), isCut });
    };
    if (reply instanceof Error) {
      // A server complains of the connection we have cut.
      if (!isCut || reply.name !== 'FTPError') return task.reject(reply);
      isTold = true;
      return settle();
    }
    if (reply.code === 350) return ftp.send(`RETR ${path}`);
    if (reply.code >= 200) {
      isTold = true;
      return settle();
    }
    const data = ftp.dataSocket;
    if (!data || (reply.code !== 150 && reply.code !== 125)) return;
    // The control connection has nothing to say meanwhile.
    ftp.socket.setTimeout(0);
    data.setTimeout(ftp.timeout);
    data.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      got += chunk.length;
      if (got < length || isCut) return;
      isCut = true;
      data.destroy();
    });
    data.once('close', () => {
      isOver = true;
      ftp.socket.setTimeout(ftp.timeout);
      settle();
    });
  });
}
