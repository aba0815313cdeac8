import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

export interface HttpServer {
  readonly port: number;
  /** Takes no new connection, lets requests under way end for `graceMs`, then cuts what is left (event streams). */
  close(graceMs: number): Promise<void>;
}

/** The address cannot be used, with a sentence for the person who starts Lockstep. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Slow senders are cut off: headers must be there within 15 s, a whole request within 60 s. */
const LIMITS = { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 10_000, maxHeaderSize: 32_768 };

/** Listens. @throws ListenError when the port is taken or the address is not ours */
export async function listen(
  app: Pick<Parameters<typeof createAdaptorServer>[0], 'fetch'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { ...LIMITS, connectionsCheckingInterval: 5000 },
    overrideGlobalObjects: false,
  }) as Server;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen({ port, host });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenError(error, host, port);
  }
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : port,
    async close(graceMs) {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

function listenError(cause: unknown, host: string, port: number): ListenError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is in use on ${host}. Stop what listens there, or set LOCKSTEP_PORT to another port (0 takes a free one).`,
    EACCES: `Port ${port} may not be opened by this user. Set LOCKSTEP_PORT to a port above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Set LOCKSTEP_HOST to one that is, for example 127.0.0.1.`,
    ENOTFOUND: `The host name ${host} is not known. Set LOCKSTEP_HOST to an address of this machine.`,
  };
  const message =
    (typeof code === 'string' && sentences[code]) || `Listening at ${host}:${port} failed: ${String(cause)}`;
  return new ListenError(message, { cause });
}
