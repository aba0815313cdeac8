import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasRabbit, type Rabbit, startRabbit } from './rabbitmq.testing.ts';
import { brokersFor, failureOf, message, taker, until } from './testing.ts';

describe.skipIf(!hasRabbit)('AMQP (skipped where rabbitmq-server is not installed)', () => {
  let rabbit: Rabbit | undefined;
  const connection = { id: 'bus', system: 'amqp', baseUrl: '', settings: {} };
  beforeAll(async () => {
    rabbit = await startRabbit();
    connection.baseUrl = `amqp://127.0.0.1:${rabbit.port}`;
  }, 30_000);
  afterAll(() => rabbit?.stop(), 15_000);

  async function queue(): Promise<string> {
    const { connect: connectAmqp } = await import('amqplib');
    const admin = await connectAmqp(connection.baseUrl);
    const channel = await admin.createChannel();
    const name = `orders-${Math.random().toString(36).slice(2)}`;
    await channel.assertQueue(name, { durable: true });
    onTestFinished(async () => {
      await channel.deleteQueue(name);
      await admin.close();
    });
    return name;
  }

  it('sends what a reader takes, and gives again what it could not', async () => {
    const to = await queue();
    const brokers = brokersFor();
    const { taken, take } = taker(['again']);
    const session = await brokers.open(connection);
    const reader = await session.read({ from: to, group: 'flow-1', window: 10 }, take);
    await brokers.send(connection, message({ to }));
    await until(() => taken.length === 2);
    expect(taken[1]).toMatchObject({ id: 'run-1:step:0', headers: { kind: 'order' }, contentType: 'application/json' });
    await reader.stop();
    await session.close();
  });

  it('refuses what no queue takes, and goes on', async () => {
    const to = await queue();
    const brokers = brokersFor();
    expect(await failureOf(brokers.send(connection, message({ to: 'nobody' })))).toMatchObject({ code: 'no-receiver' });
    expect(await failureOf(brokers.send(connection, message({ to: 'no-exchange/key' })))).toMatchObject({
      code: 'no-receiver',
    });
    await brokers.send(connection, message({ to }));
  });

  it('does not take what else was under way for refused when the broker closes the channel over one message', async () => {
    const to = await queue();
    const brokers = brokersFor();
    await brokers.send(connection, message({ to }));
    const sends = [{ to: 'no-exchange/key' }, ...Array.from({ length: 12 }, (_, n) => ({ to, id: `m-${n}` }))];
    const ended = await Promise.allSettled(sends.map((change) => brokers.send(connection, message(change))));
    const codes = ended.map((one) => (one.status === 'fulfilled' ? 'sent' : one.reason.failure?.code));
    expect(codes[0]).toBe('no-receiver');
    expect(codes.slice(1).filter((code) => code !== 'sent' && code !== 'connection-lost')).toEqual([]);
    await brokers.send(connection, message({ to, id: 'after' }));
  });

  it('says when the credentials are wrong', async () => {
    const wrong = { ...connection, settings: { username: 'x', password: 'y' } };
    expect(await failureOf(brokersFor().send(wrong, message()))).toMatchObject({
      kind: 'refused',
      code: 'broker-auth',
    });
  });
});
