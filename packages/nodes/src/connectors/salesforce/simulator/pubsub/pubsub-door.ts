import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { ChangeSchemas } from './change-schema.ts';
import type { EventBus } from './event-bus.ts';
import type { PubSubServer } from './pubsub-server.ts';

export interface PubSubParts {
  readonly bus: EventBus;
  readonly schemas: ChangeSchemas;
  readonly isSignedIn: (token: string) => boolean;
  readonly faults: {
    /** The stream is cut after this batch, which arrived. */
    cuts(): boolean;
    /** This event comes twice. */
    repeats(): boolean;
    refuses(): boolean;
    latencyMs(): number;
  };
}

/** Streams that are read right now, and begun so far. */
export interface Streams {
  readonly open: number;
  readonly begun: number;
}

export interface PubSubDoor {
  readonly port: number;
  streams(): Streams;
  close(): Promise<void>;
}

/**
 * Listens at once, and loads what speaks gRPC when somebody comes: most orgs are started and never asked for changes.
 *
 * @throws the listen error
 */
export async function openPubSubDoor({ port, ...parts }: PubSubParts & { readonly port: number }): Promise<PubSubDoor> {
  const sockets = new Set<Socket>();
  let server: Promise<PubSubServer> | undefined;
  let ready: PubSubServer | undefined;
  const listener = createServer({ noDelay: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    server ??= import('./pubsub-server.ts').then(({ createPubSubServer }) => createPubSubServer(parts));
    server.then(
      (serving) => {
        ready = serving;
        serving.take(socket);
        // It was paused so that nothing is lost while the server is loaded.
        socket.resume();
      },
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (listener.address() as AddressInfo).port,
    streams: () => ready?.streams() ?? { open: 0, begun: 0 },
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        ready?.close();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
