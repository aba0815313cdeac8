import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';

/** NATS with JetStream. */
export const natsConnection: ConnectionType = {
  system: 'nats',
  label: 'NATS',
  icon: 'waypoints',
  description: 'NATS with JetStream.',
  baseUrlPlaceholder: 'nats://nats.example.com:4222',
  schemes: ['nats', 'tls'],
  limits: { concurrency: 100, breaker: DEFAULT_BREAKER, drainPerSecond: 200 },
  fields: [
    { name: 'username', label: 'User name' },
    { name: 'password', label: 'Password', secret: true },
    { name: 'token', label: 'Token', secret: true },
  ],
  test: async ({ connection, brokers }) => {
    await brokers.signIn(connection);
    return { ok: true, message: 'The broker answers, and lets us in.' };
  },
};
