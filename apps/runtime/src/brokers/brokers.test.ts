import { jetstreamManager } from '@nats-io/jetstream';
import { connect as connectNats } from '@nats-io/transport-node';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createBrokers, type IncomingMessage } from './index.ts';
import {
  brokersFor,
  failureOf,
  freePort,
  installed,
  message,
  type ServerProcess,
  startServer,
  taker,
  textOf,
  until,
} from './testing.ts';

const hasMosquitto = installed('mosquitto');

describe.skipIf(!hasMosquitto)('MQTT (skipped where mosquitto is not installed)', () => {
  let server: ServerProcess | undefined;
  afterAll(() => server?.stop());

  async function world() {
    server ??= await startServer((port) => ['mosquitto', '-p', String(port)]);
    return { id: 'bus', system: 'mqtt', baseUrl: `mqtt://127.0.0.1:${server.port}`, settings: {} };
  }

  it('sends what a reader takes, with its id and headers', async () => {
    const connection = await world();
    const brokers = brokersFor();
    const { taken, take } = taker();
    const session = await brokers.open(connection);
    const reader = await session.read({ from: 'shop/+/orders', group: 'flow-1', window: 10 }, take);
    await brokers.send(connection, message({ to: 'shop/de/orders' }));
    await until(() => taken.length === 1);
    expect(taken).toMatchObject([
      { id: 'run-1:step:0', from: 'shop/de/orders', headers: { kind: 'order' }, contentType: 'application/json' },
    ]);
    expect(textOf(taken[0] as IncomingMessage)).toBe('{"number":"#1"}');
    await reader.stop();
    await session.close();
  });

  it('asks again for what could not be taken', async () => {
    const connection = await world();
    const brokers = brokersFor();
    const { taken, take } = taker(['again']);
    const session = await brokers.open(connection);
    await session.read({ from: 'orders', group: 'flow-1', window: 10 }, take);
    await brokers.send(connection, message());
    await until(() => taken.length === 2);
    await session.close();
  });
});

const hasNats = installed('nats-server');

describe.skipIf(!hasNats)('NATS (skipped where nats-server is not installed)', () => {
  let server: ServerProcess | undefined;
  afterAll(() => server?.stop());

  async function world() {
    server ??= await startServer((port, folder) => [
      'nats-server',
      '-a',
      '127.0.0.1',
      '-p',
      String(port),
      '-js',
      '-sd',
      folder,
    ]);
    const connection = { id: 'bus', system: 'nats', baseUrl: `nats://127.0.0.1:${server.port}`, settings: {} };
    const admin = await connectNats({ servers: `127.0.0.1:${server.port}` });
    onTestFinished(() => admin.close());
    const manager = await jetstreamManager(admin);
    const stream = `S${Math.random().toString(36).slice(2)}`;
    await manager.streams.add({ name: stream, subjects: [`${stream}.>`] });
    return { connection, stream, to: `${stream}.orders` };
  }

  it('keeps a message once, and gives it until it is taken', async () => {
    const { connection, stream, to } = await world();
    const brokers = brokersFor();
    await brokers.send(connection, message({ to }));
    await brokers.send(connection, message({ to }));
    const { taken, take } = taker(['again']);
    const session = await brokers.open(connection);
    const reader = await session.read({ from: stream, group: 'flow-1', window: 10 }, take);
    await until(() => taken.length === 2);
    await reader.stop();
    expect(taken.map((one) => [one.id, one.from, textOf(one)])).toEqual(
      Array(2).fill(['run-1:step:0', to, '{"number":"#1"}']),
    );
    await session.close();
  });

  it('shares the messages of a group among its readers', async () => {
    const { connection, stream, to } = await world();
    const brokers = brokersFor();
    const readers = [taker(), taker()];
    for (const { take } of readers) {
      const session = await brokers.open(connection);
      onTestFinished(() => session.close());
      await session.read({ from: stream, group: 'flow-1', window: 5 }, take);
    }
    await Promise.all(Array.from({ length: 40 }, (_, n) => brokers.send(connection, message({ to, id: `m-${n}` }))));
    await until(() => readers.reduce((sum, { taken }) => sum + taken.length, 0) === 40);
    const ids = readers.flatMap(({ taken }) => taken.map(({ id }) => id));
    expect(new Set(ids).size).toBe(40);
  });

  it('says when no stream keeps the subject, or there is none to read', async () => {
    const { connection } = await world();
    const brokers = brokersFor();
    expect(await failureOf(brokers.send(connection, message({ to: 'nowhere' })))).toMatchObject({
      kind: 'refused',
      code: 'no-receiver',
    });
    const session = await brokers.open(connection);
    expect(await failureOf(session.read({ from: 'NONE', group: 'g', window: 1 }, taker().take))).toMatchObject({
      code: 'no-receiver',
    });
    await session.close();
  });
});

describe('a broker that is not there', () => {
  it.each(['amqp', 'nats', 'mqtt'])('%s: nothing was sent', async (system) => {
    const baseUrl = `${system}://127.0.0.1:${await freePort()}`;
    expect(await failureOf(brokersFor().send({ id: 'bus', system, baseUrl, settings: {} }, message()))).toMatchObject({
      kind: 'transient',
      code: 'connect-failed',
    });
  });

  it('is named when its address is none, or not allowed', async () => {
    const connection = { id: 'bus', system: 'amqp', baseUrl: 'https://x', settings: {} };
    expect(await failureOf(brokersFor().send(connection, message()))).toMatchObject({
      kind: 'flow',
      message: 'The address of "bus" must begin with amqp:// or amqps://.',
    });
    const blocked = createBrokers({
      addressOf: () =>
        Promise.reject(Object.assign(new Error('Calls to x are not allowed from here.'), { code: 'EGRESS_BLOCKED' })),
    });
    expect(await failureOf(blocked.send({ ...connection, baseUrl: 'amqp://x' }, message()))).toMatchObject({
      kind: 'flow',
      code: 'egress-blocked',
    });
  });
});
