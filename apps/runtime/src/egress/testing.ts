import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';

export interface TestServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A real HTTP server on a free port of this machine. */
export function httpServer(listener: RequestListener): Promise<TestServer> {
  const server = createHttpServer(listener);
  return listening(server, () => server.closeAllConnections());
}

/** A server of raw bytes, for answers no HTTP library would give. */
export function rawServer(onSocket: (socket: Socket) => void): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  return listening(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** An address of this machine where nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = await rawServer(() => undefined);
  await server.close();
  return server.url;
}

/** The failure a promise ends with, as plain data. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof StepError) return outcome.error.failure;
  throw new Error(`Not a step error: ${JSON.stringify(outcome)}`, { cause: outcome });
}

async function listening(server: Server, cut: () => void): Promise<TestServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
