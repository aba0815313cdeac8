import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StepError } from '@lockstep/schema/node';
import { expect, onTestFinished } from 'vitest';
import { createBrokers, type IncomingMessage, type Verdict } from './index.ts';

/** What tests of brokers have in common: messages, takers, and servers of others in processes of their own. */
export const message = (change: object = {}) => ({
  to: 'orders',
  id: 'run-1:step:0',
  headers: { kind: 'order' },
  contentType: 'application/json',
  body: '{"number":"#1"}',
  ...change,
});

export function brokersFor() {
  const brokers = createBrokers({ addressOf: async (host) => host, connectMs: 3_000 });
  onTestFinished(() => brokers.close());
  return brokers;
}

export const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    (value) => new Error(`it gave ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StepError) return error.failure;
  throw error;
};

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

export async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!what() && Date.now() < end) await new Promise((later) => setTimeout(later, 10));
  expect(what()).toBe(true);
}

/** Takes what comes, as `verdicts` say one after the other, then all. */
export function taker(verdicts: Verdict[] = []) {
  const taken: IncomingMessage[] = [];
  return {
    taken,
    take: async (one: IncomingMessage): Promise<Verdict> => {
      taken.push(one);
      return verdicts.shift() ?? 'kept';
    },
  };
}

export const textOf = ({ body }: IncomingMessage) => Buffer.from(body ?? []).toString();

export function installed(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface ServerProcess {
  readonly port: number;
  stop(): void;
}

/** A server in a process of its own, with a folder of its own, on loopback. */
export async function startServer(
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
