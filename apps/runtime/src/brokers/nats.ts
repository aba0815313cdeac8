import { AckPolicy, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, headers as natsHeaders } from '@nats-io/transport-node';
import { confirmationLate, connectFailed, noReceiver, refused, sessionLost } from './failures.ts';
import type { BrokerSession, IncomingMessage, OpenBroker } from './session.ts';

const CONFIRM_MS = 10_000;
/** A message nobody decided on comes again after this time. */
const ACK_WAIT_NS = 60_000_000_000;
const AGAIN_MS = 1_000;

/**
 * NATS with JetStream: only what a stream keeps is sent, and a message id counts once within the stream's window of duplicates.
 *
 * @see docs.nats.io, "JetStream", "Message Deduplication"
 */
export const openNats: OpenBroker = async ({ id, settings }, { host, ip, port, tls, connectMs }) => {
  const server = `"${id}"`;
  const { username = '', password = '', token = '' } = settings;
  let connection: NatsConnection;
  try {
    connection = await connect({
      servers: `${ip.includes(':') ? `[${ip}]` : ip}:${port}`,
      name: 'lockstep',
      timeout: connectMs,
      // Addresses a server tells us of have not been checked.
      ignoreClusterUpdates: true,
      reconnect: false,
      ...(username !== '' && { user: username, pass: password }),
      ...(token !== '' && { token }),
      ...(tls && { tls: { servername: host } as object }),
    });
  } catch (error) {
    throw connectFailed(server, error);
  }
  const stream = jetstream(connection);
  return {
    ended: connection.closed(),
    async send({ to, id: messageId, headers, contentType, body }) {
      const set = natsHeaders();
      for (const [name, value] of Object.entries({ 'Content-Type': contentType, ...headers })) set.set(name, value);
      try {
        await stream.publish(to, body, { msgID: messageId, headers: set, timeout: CONFIRM_MS });
      } catch (error) {
        const why = reasonOf(error);
        if (connection.isClosed()) throw sessionLost(server, error);
        if (/jetstream is not enabled|no responders|503|no response from stream|stream not found/i.test(why)) {
          throw noReceiver(server, to, 'no stream keeps this subject');
        }
        if (/timeout/i.test(why)) throw confirmationLate(server, CONFIRM_MS);
        throw refused(server, why, error);
      }
    },
    async read({ from, group, window }, take) {
      try {
        const manager = await jetstreamManager(connection);
        await manager.consumers.add(from, {
          durable_name: group,
          ack_policy: AckPolicy.Explicit,
          ack_wait: ACK_WAIT_NS,
          max_ack_pending: window,
        });
      } catch (error) {
        throw noReceiver(server, from, reasonOf(error));
      }
      const consumer = await stream.consumers.get(from, group);
      const messages = await consumer.consume({ max_messages: window });
      const taking = new Set<Promise<void>>();
      const reading = (async () => {
        for await (const message of messages) {
          const work = take(incoming(message)).then(
            (verdict) => (verdict === 'kept' ? message.ack() : message.nak(AGAIN_MS)),
            () => message.nak(AGAIN_MS),
          );
          taking.add(work);
          work.finally(() => taking.delete(work)).catch(() => undefined);
        }
      })().catch(() => undefined);
      return {
        async stop() {
          await messages.close();
          await reading;
          await Promise.allSettled(taking);
          await connection.flush().catch(() => undefined);
        },
      };
    },
    close: () => connection.close().catch(() => undefined),
  } satisfies BrokerSession;
};

function incoming(message: JsMsg): IncomingMessage {
  const entries = [...(message.headers ?? [])].map(
    ([name, values]) => [name.toLowerCase(), values.join(', ')] as const,
  );
  const headers = Object.fromEntries(entries);
  const { 'nats-msg-id': id, 'content-type': contentType } = headers;
  return {
    // Without a name of its own a message is the one at its place in the stream.
    id: id ?? `${message.info.stream}:${message.info.streamSequence}`,
    from: message.subject,
    headers,
    ...(contentType !== undefined && { contentType }),
    body: message.data,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
