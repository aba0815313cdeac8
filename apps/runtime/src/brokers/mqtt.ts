import { connect as connectSocket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type IPublishPacket, MqttClient } from 'mqtt';
import { confirmationLate, connectFailed, noReceiver, refused, sessionLost } from './failures.ts';
import type { BrokerSession, IncomingMessage, OpenBroker, Verdict } from './session.ts';

const CONFIRM_MS = 10_000;
const AGAIN_MS = 1_000;
/** @see MQTT 5.0, 3.4.2.1: the broker keeps it, but nobody listens now */
const NO_MATCHING_SUBSCRIBERS = 16;

/**
 * MQTT 5 at quality of service 1. A message is confirmed to the broker only when it was taken; readers of a group share a subscription.
 *
 * @see MQTT 5.0, 4.3.2 (at least once), 4.8.2 (shared subscriptions)
 */
export const openMqtt: OpenBroker = async ({ id, settings }, { host, ip, port, tls, connectMs }) => {
  const server = `"${id}"`;
  let take: ((message: IncomingMessage) => Promise<Verdict>) | undefined;
  const taking = new Set<Promise<unknown>>();
  const client = new MqttClient(
    () => (tls ? connectTls({ host: ip, port, servername: host }) : connectSocket({ host: ip, port })),
    {
      protocolVersion: 5,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: connectMs,
      keepalive: 20,
      ...(settings.username && { username: settings.username, password: settings.password ?? '' }),
      properties: { receiveMaximum: 50 },
    },
  );
  // The broker hears that a message is ours only after `done`.
  client.handleMessage = (packet, done) => {
    attempt(packet).then(
      () => done(),
      () => done(),
    );
  };
  async function attempt(packet: IPublishPacket): Promise<void> {
    // Quality of service 1 has no "again": the message waits here until it is taken, and the broker keeps it meanwhile.
    while (take && !client.disconnected) {
      const work = take(incoming(packet)).catch((): Verdict => 'again');
      taking.add(work);
      const verdict = await work.finally(() => taking.delete(work));
      if (verdict === 'kept') return;
      await new Promise((later) => setTimeout(later, AGAIN_MS).unref());
    }
    // Nobody took it, and it must not be confirmed: the broker gives it to the next session.
    await new Promise(() => undefined);
  }

  await new Promise<void>((done, failed) => {
    client.once('connect', () => done());
    client.once('error', (error) => failed(connectFailed(server, error)));
    client.once('close', () => failed(connectFailed(server, new Error('the connection was closed'))));
  }).catch((error: unknown) => {
    client.end(true);
    throw error;
  });
  client.on('error', () => undefined);
  const ended = new Promise<unknown>((over) => client.once('close', () => over(undefined)));

  return {
    ended,
    async send({ to, id: messageId, headers, contentType, body }) {
      const properties = { contentType, userProperties: { ...headers, id: messageId } };
      const sent = new Promise<void>((done, failed) => {
        client.publish(to, body, { qos: 1, properties }, (error, packet) => {
          const { reasonCode = 0 } = (packet ?? {}) as { reasonCode?: number };
          if (error) failed(client.connected ? refused(server, error.message, error) : sessionLost(server, error));
          else if (reasonCode === NO_MATCHING_SUBSCRIBERS || reasonCode < 128) done();
          else failed(refused(server, `reason ${reasonCode}`));
        });
      });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, failed) => {
        timer = setTimeout(() => failed(confirmationLate(server, CONFIRM_MS)), CONFIRM_MS);
      });
      const lost = ended.then(() => {
        throw sessionLost(server);
      });
      await Promise.race([sent, late, lost]).finally(() => clearTimeout(timer));
    },
    async read({ from, group }, each) {
      take = each;
      const filter = `$share/${group}/${from}`;
      const granted = await client.subscribeAsync(filter, { qos: 1 }).catch((error: unknown) => {
        throw noReceiver(server, from, error instanceof Error ? error.message : String(error));
      });
      const [{ qos } = { qos: 128 }] = granted;
      if (qos >= 128) throw noReceiver(server, from, `reason ${qos}`);
      return {
        async stop() {
          await client.unsubscribeAsync(filter).catch(() => undefined);
          take = undefined;
          await Promise.all(taking);
        },
      };
    },
    close: () => client.endAsync(true).catch(() => undefined),
  } satisfies BrokerSession;
};

function incoming({ topic, payload, properties }: IPublishPacket): IncomingMessage {
  const headers = Object.fromEntries(
    Object.entries(properties?.userProperties ?? {}).map(([name, value]) => [
      name.toLowerCase(),
      [value].flat().join(', '),
    ]),
  );
  const { contentType } = properties ?? {};
  return {
    ...(headers.id !== undefined && { id: headers.id }),
    from: topic,
    headers,
    ...(contentType !== undefined && { contentType }),
    body: typeof payload === 'string' ? Buffer.from(payload) : payload,
  };
}
