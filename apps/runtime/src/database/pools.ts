import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { type ResolvedConnection, StepError } from '@lockstep/schema/node';
import postgres, { type Sql } from 'postgres';
import { plainTypes } from './plain-types.ts';

/** Opens a socket under the address rules of the process; rejects with the code `EGRESS_BLOCKED` where they forbid it. */
export type OpenSocket = (target: {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}) => Promise<Socket>;

export interface PoolOptions {
  readonly openSocket: OpenSocket;
  /** Sessions of one connection in this process. */
  readonly size: number;
  readonly connectMs: number;
  /** A session nobody uses ends after this time. */
  readonly idleMs: number;
}

export interface Pools {
  /** Sessions of a connection; another address or password is another pool. @throws StepError kind `flow` for an address that is none */
  of(connection: ResolvedConnection): Sql;
  close(): Promise<void>;
}

const PORT = 5432;
/** Pools of connections that were changed meanwhile are ended when there are more than this. */
const MOST_POOLS = 50;

export function createPools({ openSocket, size, connectMs, idleMs }: PoolOptions): Pools {
  const pools = new Map<string, Sql>();
  return {
    of(connection) {
      const key = createHash('sha256')
        .update(JSON.stringify([connection.id, connection.baseUrl, connection.settings]))
        .digest('hex');
      const known = pools.get(key);
      if (known) {
        pools.delete(key);
        pools.set(key, known);
        return known;
      }
      const { host, port, database } = addressOf(connection);
      const { username = '', password = '', tls = '' } = connection.settings;
      const pool = postgres({
        host,
        port,
        database,
        username,
        password,
        max: size,
        idle_timeout: idleMs / 1000,
        connect_timeout: connectMs / 1000,
        // Behind a pooler of the other side prepared statements would meet other sessions.
        prepare: false,
        ssl: tls === 'off' ? false : tls === 'verify' ? 'verify-full' : 'prefer',
        socket: () =>
          openSocket({ host, port, timeoutMs: connectMs }).then((socket) => Object.assign(socket, { host, port })),
        connection: { application_name: 'lockstep', TimeZone: 'UTC', DateStyle: 'ISO' },
        types: plainTypes,
        onnotice: () => undefined,
      } as postgres.Options<Record<string, postgres.PostgresType>>);
      pools.set(key, pool);
      const [oldest] = pools.size > MOST_POOLS ? [...pools] : [];
      if (oldest) {
        pools.delete(oldest[0]);
        oldest[1].end({ timeout: 30 }).catch(() => undefined);
      }
      return pool;
    },
    async close() {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.end({ timeout: 1 })));
    },
  };
}

function addressOf({ id, baseUrl }: ResolvedConnection) {
  const url = URL.parse(baseUrl);
  const database = decodeURIComponent(url?.pathname.slice(1) ?? '');
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '' && database !== '') {
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || PORT, database };
  }
  throw new StepError({
    kind: 'flow',
    category: 'validation',
    code: 'address-wrong',
    message: `The address of "${id}" must be postgresql://host:port/database.`,
  });
}
