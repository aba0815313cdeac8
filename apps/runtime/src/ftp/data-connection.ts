import type { Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, TLSSocket } from 'node:tls';
import type { FTPContext, FTPResponse } from 'basic-ftp';
import { replyOf } from './failures.ts';

/** Opens a socket under the address rules of the process; rejects with the code `EGRESS_BLOCKED` where they forbid it. */
export type OpenSocket = (target: {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}) => Promise<Socket>;

export interface DataOptions {
  readonly openSocket: OpenSocket;
  readonly timeoutMs: number;
  /** How the control connection was encrypted; undefined where it is plain. */
  readonly tls: ConnectionOptions | undefined;
  /** Called with the encrypted socket; throws where the certificate is not the one we trust. */
  readonly check: (socket: TLSSocket) => void;
}

/**
 * Opens data connections in passive mode. They lead to the address the control connection stands to, whatever address the server names:
 * a server can lead us to its own ports and to nobody else's. Encrypted, they go on with the TLS session of the control connection, which
 * servers ask for so that nobody else can take the port.
 *
 * @see RFC 2428 (EPSV), RFC 959 (PASV), RFC 4217, 10
 */
export function dataConnections({ openSocket, timeoutMs, tls, check }: DataOptions) {
  let knowsExtended = true;
  return async (ftp: FTPContext): Promise<FTPResponse> => {
    const host = ftp.socket.remoteAddress?.replace(/^::ffff:/i, '');
    if (host === undefined) throw new Error('The control connection is gone.');
    const reply = await passive(ftp, knowsExtended);
    knowsExtended = reply.isExtended;
    const socket = await openSocket({ host, port: reply.port, timeoutMs });
    ftp.dataSocket = tls ? encrypted(socket, ftp, tls, check) : socket;
    return reply.response;
  };
}

async function passive(ftp: FTPContext, extended: boolean) {
  if (extended) {
    try {
      const response = await ftp.request('EPSV');
      const [, , digits = ''] = /\((.)\1\1(\d{1,5})\1\)/.exec(response.message) ?? [];
      if (digits !== '') return { response, port: Number(digits), isExtended: true };
    } catch (error) {
      if (replyOf(error) === undefined) throw error;
    }
  }
  const response = await ftp.request('PASV');
  const [, high, low] = /\d{1,3},\d{1,3},\d{1,3},\d{1,3},(\d{1,3}),(\d{1,3})/.exec(response.message) ?? [];
  if (high === undefined || low === undefined) throw new Error('The server did not say where its data connection is.');
  return { response, port: (Number(high) & 255) * 256 + (Number(low) & 255), isExtended: false };
}

function encrypted(socket: Socket, ftp: FTPContext, tls: ConnectionOptions, check: DataOptions['check']): TLSSocket {
  const control = ftp.socket;
  const session = ftp.tlsSessionStore ?? (control instanceof TLSSocket ? control.getSession() : undefined);
  const data = connectTls({ ...tls, socket, ...(session && { session }) });
  data.on('session', (next) => {
    ftp.tlsSessionStore = next;
  });
  data.once('secureConnect', () => {
    try {
      if (!data.isSessionReused()) check(data);
    } catch (error) {
      data.destroy(error as Error);
    }
  });
  return data;
}
