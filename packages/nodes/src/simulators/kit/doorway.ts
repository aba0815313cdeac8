import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureServing } from './identity.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** An HTTP server, by TLS where it was told so, on 127.0.0.1 whose handler may change while it listens. */
export interface Doorway {
  readonly port: number;
  serve(handler: Handler): void;
  /** Stops listening and drops open connections; one that is held stays open for who comes next. */
  leave(): Promise<void>;
}

/** Ports to stay open, and the doorways that nobody serves right now. */
const held = new Set<number>();
const vacant = new Map<number, Doorway>();

/**
 * Opens a port, or takes over one that is held and vacant.
 *
 * @throws the listen error, for example EADDRINUSE
 */
export async function openDoorway(port = 0, secure?: SecureServing): Promise<Doorway> {
  const known = vacant.get(port);
  if (!known) return listen(port, secure);
  vacant.delete(port);
  return known;
}

/**
 * Lets doorways stay open when their simulators leave, with the connections of callers that keep theirs: a system
 * that begins again is not one that was away. Requests wait for the successor.
 *
 * @returns ends it, and closes what nobody took over
 */
export function holdDoorways(ports: readonly number[]): () => Promise<void> {
  for (const port of ports) held.add(port);
  return async () => {
    for (const port of ports) held.delete(port);
    const left = ports.flatMap((port) => vacant.get(port) ?? []);
    for (const { port } of left) vacant.delete(port);
    await Promise.all(left.map((doorway) => doorway.leave()));
  };
}

async function listen(wanted: number, secure: SecureServing | undefined): Promise<Doorway> {
  let handler = nobody();
  const server = serverFor(secure, (req, res) => {
    handler.then((serve) => serve(req, res));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(wanted, '127.0.0.1', resolve);
  });
  let arrive = handler.arrive;
  const { port } = server.address() as AddressInfo;
  const doorway: Doorway = {
    port,
    serve: (next) => arrive(next),
    leave: async () => {
      if (!held.has(port)) return close(server);
      handler = nobody();
      arrive = handler.arrive;
      vacant.set(port, doorway);
    },
  };
  return doorway;
}

function serverFor(secure: SecureServing | undefined, listener: RequestListener): Server {
  if (!secure) return createServer(listener);
  const { certificate: cert, key, clientsOf } = secure;
  const clients = clientsOf === undefined ? {} : { ca: clientsOf, requestCert: true, rejectUnauthorized: true };
  return createSecureServer({ cert, key, ...clients }, listener);
}

/** Requests wait until somebody serves. */
function nobody(): Promise<Handler> & { readonly arrive: (handler: Handler) => void } {
  const { promise, resolve } = Promise.withResolvers<Handler>();
  return Object.assign(promise, { arrive: resolve });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
