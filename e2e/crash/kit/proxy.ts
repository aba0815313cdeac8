import { createServer, type Server, type Socket, connect as tcpConnect } from 'node:net';

/**
 * What the way to the database does. `open`: bytes pass. `silent`: nothing passes and nobody is told, as in a partition;
 * what was held arrives when it opens. `deaf`: requests arrive, answers are lost, and the connections end when it opens.
 * `refused`: connections end at once.
 */
export type ProxyMode = 'open' | 'silent' | 'deaf' | 'refused';

/** A TCP proxy on loopback that stands between one runtime process and PostgreSQL. */
export interface TcpProxy {
  readonly port: number;
  set(mode: ProxyMode): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** An answer was lost: what follows on this connection would make no sense. */
  broken: boolean;
}

export async function startProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let mode: ProxyMode = 'open';

  const listener = createServer((client) => {
    if (mode === 'refused') {
      client.destroy();
      return;
    }
    const pair: Pair = { client, server: tcpConnect({ port: targetPort, host: '127.0.0.1' }), broken: false };
    pairs.add(pair);
    const { server } = pair;
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      if (mode === 'silent') socket.pause();
      socket.on('error', () => end(pair));
      socket.on('close', () => end(pair));
    }
    client.on('data', (bytes) => void server.write(bytes));
    server.on('data', (bytes) => {
      if (mode === 'deaf') pair.broken = true;
      if (!pair.broken) client.write(bytes);
    });
  });

  function end(pair: Pair): void {
    pairs.delete(pair);
    pair.client.destroy();
    pair.server.destroy();
  }

  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    port: portOf(listener),
    set(next) {
      mode = next;
      for (const pair of [...pairs]) {
        if (next === 'refused' || pair.broken) end(pair);
        else for (const socket of [pair.client, pair.server]) next === 'silent' ? socket.pause() : socket.resume();
      }
    },
    close() {
      for (const pair of [...pairs]) end(pair);
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}

/** The database URL as a process sees it that goes through `proxy`. */
export function throughProxy(databaseUrl: string, { port }: TcpProxy): string {
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}

function portOf(listener: Server): number {
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy does not listen.');
  return address.port;
}
