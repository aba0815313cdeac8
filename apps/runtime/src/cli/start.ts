import { flushCompileCache } from 'node:module';
import type { Config } from '../config/config.ts';
import { dutiesOf, type Role } from '../config/role.ts';
import { isPassing } from '../store/journal/errors.ts';
import { createLogger } from '../telemetry/index.ts';
import { EXIT } from './exit.ts';
import type { CommandIo } from './io.ts';
import { settingsOf } from './settings.ts';

export interface StartOptions {
  readonly json?: boolean;
  readonly role?: Role;
  readonly port?: number;
}

/**
 * `lockstep start`: serves until SIGINT or SIGTERM, then stops cleanly; a second signal ends it at once. Results go to
 * standard output, the log to standard error.
 *
 * @param beside begun when it serves; answers how it is ended
 */
export async function start(
  { json, role, port }: StartOptions,
  io: CommandIo,
  beside?: (url: string) => Promise<() => void>,
): Promise<void> {
  const given = {
    ...(role !== undefined && { LOCKSTEP_ROLE: role }),
    ...(port !== undefined && { LOCKSTEP_PORT: String(port) }),
  };
  const config = settingsOf({ ...io, env: { ...io.env, ...given } });
  const log = createLogger({
    level: config.logLevel,
    destination: { write: (line) => void process.stderr.write(line) },
  });
  // Loaded late: a wrong environment is told before anything heavy is read.
  const { startRuntime } = await import('../main.ts');
  const stopping = stopSignal(io);
  const runtime = await startRuntime(config, log);
  flushCompileCache(); // now, for a killed process writes nothing; nothing to do when the last start did
  io.out(json ? JSON.stringify({ url: runtime.url, pid: process.pid }) : greeting(runtime.url, config));
  const endBeside = await beside?.(runtime.url);
  await stopping.asked;
  endBeside?.();
  await Promise.race([runtime.close(), endInTime(config.drainMs + STOP_MS, io)]);
  stopping.forget();
}

/** For what stops after the runs: doors, connections, the database of our own. */
const STOP_MS = 30_000;

/** Whoever asked a process to stop must not wait for ever for a part that does not: what it held is taken over. */
function endInTime(ms: number, io: CommandIo): Promise<never> {
  return new Promise(() => {
    setTimeout(() => {
      io.err(`Not everything had stopped after ${ms / 1000} s. What was under way goes on at the next start.`);
      process.exit(EXIT.failed);
    }, ms).unref();
  });
}

function greeting(url: string, { demo, ordersPerMinute, databaseUrl, dataDir, role }: Config): string {
  const data = databaseUrl === undefined ? `data in ${dataDir}` : 'data in the database of DATABASE_URL';
  if (!dutiesOf(role).serves) return `Lockstep ${role} is ready; health at ${url}/readyz\n(${data}; Ctrl-C stops it)`;
  const estate = demo ? `, virtual estate on, ${ordersPerMinute} orders a minute` : '';
  return `Lockstep is ready at ${url}\n(${data}${estate}; Ctrl-C stops it)`;
}

/** One Ctrl-C under `npm start` comes twice: the terminal tells the whole group, and npm tells its child once more. */
const SAME_SIGNAL_MS = 1000;

/** Resolves at the first signal, also when it comes while the runtime still starts. */
function stopSignal(io: CommandIo) {
  let firstAt: number | undefined;
  let asked: () => void = () => {};
  const promise = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const onSignal = (signal: NodeJS.Signals) => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt < SAME_SIGNAL_MS) return;
      io.err('Stopped at once. What was under way goes on at the next start.');
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
    firstAt = performance.now();
    io.err('Stopping: runs under way end or are handed over. Once more to stop at once.');
    asked();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    asked: promise,
    forget: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
  };
}

/**
 * A fault nobody foresaw leaves no half-living process: another worker, or the next start, takes the runs over. A lost
 * database connection is none: the driver asks for type names on each new one, and nobody hears that query fail.
 */
export function crashOnSurprise(io: CommandIo): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      if (event === 'unhandledRejection' && isPassing(error)) {
        io.err(`A connection was lost while it was being opened: ${String(error)}`);
        return;
      }
      io.err(`Unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      process.exit(EXIT.failed);
    });
  }
}
