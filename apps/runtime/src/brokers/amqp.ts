import { type ChannelModel, type ConfirmChannel, type ConsumeMessage, connect } from 'amqplib';
import { busy, connectFailed, noReceiver, sessionLost } from './failures.ts';
import type { BrokerSession, IncomingMessage, OpenBroker } from './session.ts';

/** A message that could not be taken comes again after this time: at once it would only come in circles. */
const AGAIN_MS = 1_000;

/**
 * AMQP 0-9-1 with publisher confirms. A message that no queue takes is returned by the broker and refused here, not lost.
 *
 * @see AMQP 0-9-1 specification; rabbitmq.com, "Consumer Acknowledgements and Publisher Confirms"
 */
export const openAmqp: OpenBroker = async ({ id, settings }, { host, ip, port, tls, path, connectMs }) => {
  const server = `"${id}"`;
  let model: ChannelModel;
  try {
    model = await connect(
      {
        protocol: tls ? 'amqps' : 'amqp',
        hostname: ip,
        port,
        username: settings.username || 'guest',
        password: settings.password || 'guest',
        vhost: path === '' ? '/' : path,
        heartbeat: 20,
      },
      { timeout: connectMs, ...(tls && { servername: host }), clientProperties: { connection_name: 'lockstep' } },
    );
  } catch (error) {
    throw connectFailed(server, error);
  }
  const ended = new Promise<unknown>((over) => {
    model.once('close', over);
    // Without a listener an error of the connection would end the process; "close" follows it.
    model.on('error', () => undefined);
  });
  const sender = createSender(model, server);

  return {
    ended,
    send: (message) => sender(message),
    async read({ from, window }, take) {
      const channel = await model.createChannel();
      channel.on('error', () => undefined);
      try {
        await channel.checkQueue(from);
      } catch (error) {
        throw noReceiver(server, from, reasonOf(error));
      }
      await channel.prefetch(window);
      const taking = new Set<Promise<void>>();
      const { consumerTag } = await channel.consume(from, (message) => {
        if (!message) return;
        const work = take(incoming(message)).then(
          (verdict) => {
            if (verdict === 'kept') channel.ack(message);
            else setTimeout(() => giveBack(channel, message), AGAIN_MS).unref();
          },
          () => giveBack(channel, message),
        );
        taking.add(work);
        work.finally(() => taking.delete(work)).catch(() => undefined);
      });
      return {
        async stop() {
          await channel.cancel(consumerTag).catch(() => undefined);
          await Promise.allSettled(taking);
          await channel.close().catch(() => undefined);
        },
      };
    },
    close: () => model.close().catch(() => undefined),
  } satisfies BrokerSession;
};

/** One channel for all that is sent, opened anew when the broker closed it over a message. */
function createSender(model: ChannelModel, server: string): BrokerSession['send'] {
  let opening: Promise<ConfirmChannel> | undefined;
  const returned = new Map<string, string>();
  const channelOf = (): Promise<ConfirmChannel> => {
    opening ??= model.createConfirmChannel().then((channel) => {
      // Every message under way listens.
      channel.setMaxListeners(0);
      const forget = (): void => {
        opening = undefined;
      };
      channel.on('error', forget);
      channel.on('close', forget);
      // The return of a message comes before its confirmation.
      channel.on('return', ({ properties }: { readonly properties: { readonly messageId?: unknown } }) => {
        returned.set(String(properties.messageId), 'no queue takes it');
      });
      return channel;
    });
    return opening;
  };
  return async ({ to, id, headers, contentType, body }) => {
    const [exchange, routingKey] = to.includes('/') ? splitOnce(to) : ['', to];
    const channel = await channelOf().catch((error: unknown) => {
      opening = undefined;
      throw connectFailed(server, error);
    });
    await new Promise<void>((done, failed) => {
      const closed = (error?: unknown): void => {
        const why = reasonOf(error);
        // The broker closes the channel over the message whose exchange is not there; what else was under way, it may have kept.
        const isOurs = exchange !== '' && /NOT_FOUND/.test(why) && why.includes(`'${exchange}'`);
        failed(isOurs ? noReceiver(server, to, why) : sessionLost(server, error));
      };
      channel.once('error', closed);
      channel.once('close', closed);
      const options = {
        mandatory: true,
        persistent: true,
        messageId: id,
        contentType,
        headers,
        timestamp: Math.floor(Date.now() / 1000),
      };
      const answered = (nacked: unknown): void => {
        channel.off('error', closed);
        channel.off('close', closed);
        const why = returned.get(id);
        returned.delete(id);
        if (nacked) failed(busy(server, 'it did not take the message'));
        else if (why !== undefined) failed(noReceiver(server, to, why));
        else done();
      };
      try {
        channel.publish(exchange, routingKey, Buffer.from(body), options, answered);
      } catch (error) {
        // The channel was closed a moment ago: nothing was sent through it.
        failed(connectFailed(server, error));
      }
    });
  };
}

function giveBack(
  channel: { nack(message: ConsumeMessage, all: boolean, again: boolean): void },
  message: ConsumeMessage,
): void {
  try {
    channel.nack(message, false, true);
  } catch {
    // The channel is closed: the broker gives the message to the next reader by itself.
  }
}

function incoming({ content, fields, properties }: ConsumeMessage): IncomingMessage {
  const headers = Object.entries((properties.headers ?? {}) as Record<string, unknown>).map(
    ([name, value]) => [name.toLowerCase(), typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  const { messageId, contentType, timestamp } = properties as Record<
    'messageId' | 'contentType' | 'timestamp',
    unknown
  >;
  return {
    ...(typeof messageId === 'string' && messageId !== '' && { id: messageId }),
    from: fields.routingKey,
    headers: Object.fromEntries(headers),
    ...(typeof contentType === 'string' && { contentType }),
    // AMQP 0-9-1, 4.2.5.4: seconds.
    ...(typeof timestamp === 'number' && { sentAt: timestamp * 1000 }),
    body: content,
  };
}

function splitOnce(to: string): readonly [string, string] {
  const at = to.indexOf('/');
  return [to.slice(0, at), to.slice(at + 1)];
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error ?? 'the channel was closed');
}
