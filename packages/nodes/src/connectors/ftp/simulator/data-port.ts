import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';

/** One data connection, offered by PASV or EPSV and used once. */
export interface DataPort {
  readonly port: number;
  /** The connection of whoever came; encrypted where that was agreed. */
  opened(secure: SecureContext | undefined): Promise<Socket>;
  close(): void;
}

/** How long somebody may take to come. */
const WAIT_MS = 10_000;

/** Listens on a free port of the machine. @throws the listen error */
export async function openDataPort(): Promise<DataPort> {
  const came = Promise.withResolvers<Socket>();
  came.promise.catch(() => undefined);
  const server: Server = createServer({ noDelay: true }, (socket) => {
    server.close();
    socket.on('error', () => socket.destroy());
    came.resolve(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const timer = setTimeout(() => came.reject(new Error('Nobody came.')), WAIT_MS);
  timer.unref();
  return {
    port: (server.address() as AddressInfo).port,
    async opened(secureContext) {
      const socket = await came.promise;
      clearTimeout(timer);
      if (!secureContext) return socket;
      const secured = new TLSSocket(socket, { isServer: true, secureContext });
      secured.on('error', () => socket.destroy());
      return secured;
    },
    close() {
      clearTimeout(timer);
      server.close();
      came.promise.then((socket) => socket.destroy()).catch(() => undefined);
      came.reject(new Error('Closed.'));
    },
  };
}
