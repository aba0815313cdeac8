import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectAmqp } from 'amqplib';
import { freePort } from './testing.ts';

/** The program itself: the one in the path changes to a user of its own. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export const hasRabbit = existsSync(PROGRAM);

export interface Rabbit {
  readonly port: number;
  stop(): Promise<void>;
}

const START_MS = 25_000;

/** RabbitMQ as a process of its own: ports, data and the names of its nodes are nobody else's, and go with it. It takes four seconds. */
export async function startRabbit(): Promise<Rabbit> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-rabbit-'));
  const [port, nodes, names] = [await freePort(), await freePort(), await freePort()];
  const config = join(folder, 'rabbitmq.conf');
  await writeFile(
    config,
    `listeners.tcp.1 = 127.0.0.1:${port}\nlog.console = true\nlog.console.level = error\nlog.file = false\n`,
  );
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    RABBITMQ_NODENAME: `lockstep${port}@localhost`,
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none.conf'),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_DIST_PORT: String(nodes),
    ERL_EPMD_PORT: String(names),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
  const child = spawn(PROGRAM, [], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const rabbit: Rabbit = {
    port,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((done) => child.once('exit', done));
        child.kill();
        await gone;
      }
      // The names of its nodes are kept by a process that stays.
      await new Promise((done) => execFile('epmd', ['-port', String(names), '-kill'], done));
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await answers(child, port);
  } catch (error) {
    await rabbit.stop();
    throw new Error(`RabbitMQ does not start: ${said}`, { cause: error });
  }
  return rabbit;
}

/** Until it lets somebody in: it listens before it does. */
async function answers(child: ChildProcess, port: number): Promise<void> {
  const end = performance.now() + START_MS;
  for (;;) {
    try {
      const session = await connectAmqp(`amqp://127.0.0.1:${port}`);
      return await session.close();
    } catch (error) {
      if (child.exitCode !== null || performance.now() > end) throw error;
      await new Promise((later) => setTimeout(later, 100));
    }
  }
}
