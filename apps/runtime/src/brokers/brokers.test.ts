import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StepError } from '@lockstep/schema/node';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect as connectNats } from '@nats-io/transport-node';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createBrokers, type IncomingMessage, type Verdict } from './index.ts';

const message = (change: object = {}) => ({
  to: 'orders',
  id: 'run-1:step:0',
  headers: { kind: 'order' },
  contentType: 'application/json',
  body: '{"number":"#1"}',
  ...change,
});

function brokersFor() {
  const brokers = createBrokers({ addressOf: async (host) => host, connectMs: 3_000 });
  onTestFinished(() => brokers.close());
  return brokers;
}

const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    (value) => new Error(`it gave ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StepError) return error.failure;
  throw error;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!what() && Date.now() < end) await new Promise((later) => setTimeout(later, 10));
  expect(what()).toBe(true);
}

/** Takes what comes, as `verdicts` say one after the other, then all. */
function taker(verdicts: Verdict[] = []) {
  const taken: IncomingMessage[] = [];
  return {
    taken,
    take: async (one: IncomingMessage): Promise<Verdict> => {
      taken.push(one);
      return verdicts.shift() ?? 'kept';
    },
  };
}

const textOf = ({ body }: IncomingMessage) => Buffer.from(body ?? []).toString();

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

const hasRabbit = installed('rabbitmq-server') && process.env.LOCKSTEP_TEST_AMQP !== undefined;

describe.skipIf(!hasRabbit)('AMQP (skipped where LOCKSTEP_TEST_AMQP names no broker)', () => {
  const connection = { id: 'bus', system: 'amqp', baseUrl: process.env.LOCKSTEP_TEST_AMQP ?? '', settings: {} };

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

function installed(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

interface ServerProcess {
  readonly port: number;
  stop(): void;
}

/** A server in a process of its own, with a folder of its own, on loopback. */
async function startServer(
  command: (port: number, folder: string) => readonly [string, ...string[]],
): Promise<ServerProcess> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-broker-'));
  const [program, ...args] = command(port, folder);
  const child = spawn(program, args, { stdio: 'ignore' });
  const end = Date.now() + 10_000;
  const listens = () =>
    new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        done(true);
      });
      socket.once('error', () => done(false));
    });
  while (!(await listens())) {
    if (Date.now() > end) throw new Error(`${program} does not listen.`);
    await new Promise((later) => setTimeout(later, 50));
  }
  return {
    port,
    stop() {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
