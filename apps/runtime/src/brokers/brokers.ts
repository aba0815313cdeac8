import { createHash } from 'node:crypto';
import type { Brokers, ResolvedConnection } from '@lockstep/schema/node';
import { addressWrong, connectFailed } from './failures.ts';
import type { BrokerSession, OpenBroker } from './session.ts';

export interface BrokersOptions {
  /** The address a name stands for, where the egress policy allows it; rejects with the code `EGRESS_BLOCKED` elsewhere. */
  readonly addressOf: (host: string) => Promise<string>;
  /** Limit of signing in; 10,000 ms when absent. */
  readonly connectMs?: number;
  /** A session nobody sends through ends after this time; 60,000 ms when absent. */
  readonly idleMs?: number;
}

/** The one way to message brokers. */
export interface MessageBrokers extends Brokers {
  /** A session of its own, for a reader; its owner closes it. */
  open(connection: ResolvedConnection): Promise<BrokerSession>;
  close(): Promise<void>;
}

interface Protocol {
  readonly plain: string;
  readonly secure: string;
  readonly ports: { readonly plain: number; readonly secure: number };
  /** Loaded when it is first needed: most installations have no broker. */
  readonly load: () => Promise<OpenBroker>;
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  amqp: {
    plain: 'amqp',
    secure: 'amqps',
    ports: { plain: 5672, secure: 5671 },
    load: async () => (await import('./amqp.ts')).openAmqp,
  },
  nats: {
    plain: 'nats',
    secure: 'tls',
    ports: { plain: 4222, secure: 4222 },
    load: async () => (await import('./nats.ts')).openNats,
  },
  mqtt: {
    plain: 'mqtt',
    secure: 'mqtts',
    ports: { plain: 1883, secure: 8883 },
    load: async () => (await import('./mqtt.ts')).openMqtt,
  },
  kafka: {
    plain: 'kafka',
    secure: 'kafkas',
    ports: { plain: 9092, secure: 9093 },
    load: async () => (await import('./kafka/kafka.ts')).openKafka,
  },
};

interface Held {
  readonly session: Promise<BrokerSession>;
  timer?: NodeJS.Timeout;
  users: number;
}

export function createBrokers({ addressOf, connectMs = 10_000, idleMs = 60_000 }: BrokersOptions): MessageBrokers {
  const sessions = new Map<string, Held>();

  async function open(connection: ResolvedConnection): Promise<BrokerSession> {
    const protocol = PROTOCOLS[connection.system];
    const schemes = protocol ? [protocol.plain, protocol.secure] : Object.keys(PROTOCOLS);
    const url = URL.parse(connection.baseUrl);
    const scheme = url?.protocol.slice(0, -1) ?? '';
    if (!protocol || !url || url.hostname === '' || !schemes.includes(scheme))
      throw addressWrong(connection.id, schemes);
    const tls = scheme === protocol.secure;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const ip = await addressOf(host).catch((error: unknown) => {
      throw connectFailed(`"${connection.id}"`, error);
    });
    const port = Number(url.port) || (tls ? protocol.ports.secure : protocol.ports.plain);
    const path = decodeURIComponent(url.pathname.replace(/^\//, ''));
    return (await protocol.load())(connection, { host, ip, port, tls, path, connectMs, addressOf });
  }

  function take(connection: ResolvedConnection): { readonly key: string; readonly held: Held } {
    const key = createHash('sha256')
      .update(JSON.stringify([connection.id, connection.system, connection.baseUrl, connection.settings]))
      .digest('hex');
    const known = sessions.get(key);
    if (known) return { key, held: known };
    const held: Held = { session: open(connection), users: 0 };
    sessions.set(key, held);
    const forget = (): void => {
      clearTimeout(held.timer);
      if (sessions.get(key) === held) sessions.delete(key);
    };
    held.session.then(({ ended }) => ended.then(forget, forget), forget);
    return { key, held };
  }

  return {
    open,
    async send(connection, message) {
      const { key, held } = take(connection);
      clearTimeout(held.timer);
      held.users += 1;
      try {
        await (await held.session).send(message);
      } finally {
        held.users -= 1;
        if (held.users === 0) {
          held.timer = setTimeout(() => {
            sessions.delete(key);
            held.session.then((session) => session.close()).catch(() => undefined);
          }, idleMs);
          held.timer.unref();
        }
      }
    },
    async signIn(connection) {
      const session = await open(connection);
      await session.close();
    },
    async close() {
      const open = [...sessions.values()];
      sessions.clear();
      await Promise.all(
        open.map(async ({ session, timer }) => {
          clearTimeout(timer);
          await session.then((each) => each.close()).catch(() => undefined);
        }),
      );
    },
  };
}
