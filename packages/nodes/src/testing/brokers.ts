import type { Brokers, OutgoingMessage } from '@lockstep/schema/node';
import { contextFor } from './context.ts';

/** A broker that confirms everything and keeps what it was sent. */
export function brokerWorld(system: string) {
  const sent: OutgoingMessage[] = [];
  const brokers: Brokers = {
    send: async (_connection, message) => {
      sent.push(message);
    },
    signIn: async () => undefined,
  };
  const connection = { id: 'bus', system, baseUrl: `${system}://bus.example.com`, settings: {} };
  return { sent, ctx: contextFor({ connections: [connection], brokers }) };
}
