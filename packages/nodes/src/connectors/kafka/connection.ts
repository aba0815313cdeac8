import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';

/** Apache Kafka, and what speaks its protocol. */
export const kafkaConnection: ConnectionType = {
  system: 'kafka',
  label: 'Kafka',
  icon: 'waypoints',
  description: 'Apache Kafka, and what speaks its protocol (Redpanda, Event Hubs, Confluent Cloud).',
  baseUrlPlaceholder: 'kafkas://kafka-1.example.com:9093',
  schemes: ['kafka', 'kafkas'],
  limits: { concurrency: 100, breaker: DEFAULT_BREAKER, drainPerSecond: 200 },
  fields: [
    {
      name: 'brokers',
      label: 'Further brokers',
      placeholder: 'kafka-2.example.com:9093, kafka-3.example.com:9093',
      description: 'Asked when the first is away. The others the cluster names itself.',
    },
    { name: 'username', label: 'User name', description: 'Or API key. Empty: nobody signs in.' },
    { name: 'password', label: 'Password', secret: true },
    {
      name: 'mechanism',
      label: 'SASL mechanism',
      placeholder: 'SCRAM-SHA-512',
      description:
        'PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. Empty: PLAIN where the connection is encrypted, else SCRAM-SHA-512.',
    },
    {
      name: 'ca',
      label: 'Certificate authority',
      placeholder: '-----BEGIN CERTIFICATE-----',
      description: 'PEM of your own, where it signs the certificates of the brokers. Empty: the public ones.',
    },
  ],
  test: async ({ connection, brokers }) => {
    await brokers.signIn(connection);
    return { ok: true, message: 'The cluster answers, and lets us in.' };
  },
};
