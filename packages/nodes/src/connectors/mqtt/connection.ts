import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';

/** Brokers that speak MQTT 5: scales, scanners and doors of a warehouse. */
export const mqttConnection: ConnectionType = {
  system: 'mqtt',
  label: 'MQTT',
  icon: 'rss',
  description: 'Brokers that speak MQTT 5: scales, scanners and doors of a warehouse.',
  baseUrlPlaceholder: 'mqtt://mqtt.example.com:1883',
  schemes: ['mqtt', 'mqtts'],
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
