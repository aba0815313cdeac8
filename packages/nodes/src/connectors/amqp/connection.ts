import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';

/** RabbitMQ and other brokers that speak AMQP 0-9-1. */
export const amqpConnection: ConnectionType = {
  system: 'amqp',
  label: 'AMQP',
  icon: 'rabbit',
  description: 'RabbitMQ and other brokers that speak AMQP 0-9-1.',
  baseUrlPlaceholder: 'amqp://rabbit.example.com:5672/shop',
  schemes: ['amqp', 'amqps'],
  limits: { concurrency: 100, breaker: DEFAULT_BREAKER, drainPerSecond: 200 },
  fields: [
    { name: 'username', label: 'User name' },
    { name: 'password', label: 'Password', secret: true },
  ],
  test: async ({ connection, brokers }) => {
    await brokers.signIn(connection);
    return { ok: true, message: 'The broker answers, and lets us in.' };
  },
};
