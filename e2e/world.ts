import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** As `npm run lockstep` does. */
const compileCache = join(root, 'node_modules', '.cache', 'lockstep');
const cli = join(root, 'apps', 'runtime', 'src', 'cli', 'lockstep.ts');

/** A runtime as a process of its own, as a user starts it. */
export interface RuntimeProcess {
  readonly url: string;
  readonly pid: number;
  /** What it has printed so far. */
  output(): string;
  /** SIGKILL: no goodbye. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM: drain and hand over. Resolves with the exit code. */
  stop(): Promise<number>;
  /** Any other signal, SIGSTOP and SIGCONT for example. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** A message to the process, as `LOCKSTEP_FAIL_POINT=ipc` takes them. */
  send(message: object): void;
}

export interface StartOptions {
  readonly readyMs?: number;
  /** Modules that the process loads before anything of ours: file URLs. */
  readonly preload?: readonly string[];
}

/**
 * Starts a runtime and waits until it serves hooks.
 *
 * @param env settings of this process; `LOCKSTEP_PORT` is chosen when absent
 * @throws Error with the output when it is not ready within `readyMs`
 */
export async function startProcess(
  env: Readonly<Record<string, string>>,
  { readyMs = 60_000, preload = [] }: StartOptions = {},
): Promise<RuntimeProcess> {
  const port = env.LOCKSTEP_PORT ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const flags = ['--max-semi-space-size=16', ...preload.flatMap((module) => ['--import', module])];
  const child = spawn(process.execPath, [...flags, cli, 'start'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_COMPILE_CACHE: compileCache,
      LOCKSTEP_LOG_LEVEL: 'warn',
      ...env,
      LOCKSTEP_PORT: port,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(text);
      if (lines.length > 500) lines.splice(0, 100);
    });
  }
  const output = () => lines.join('');
  try {
    await until(async () => {
      if (child.exitCode !== null)
        throw new Error(`The runtime ended with ${child.exitCode} before it was ready:\n${output()}`);
      const ready = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
      return ready?.status === 200 ? true : undefined;
    }, readyMs);
  } catch (error) {
    child.kill('SIGKILL');
    throw error instanceof Error && error.message.includes('ended with')
      ? error
      : new Error(`The runtime was not ready in ${readyMs} ms:\n${output()}`);
  }
  return {
    url,
    pid: child.pid as number,
    output,
    kill: async () => void (await end(child, 'SIGKILL')),
    stop: () => end(child, 'SIGTERM'),
    signal: (signal) => void child.kill(signal),
    ended: new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    }),
    send: (message) => void (child.connected && child.send(message)),
  };
}

/** A scratch folder that `remove` takes away again. */
export function scratchFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `lockstep-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A free port on loopback at the time of asking. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/**
 * Asks `question` every `everyMs` until it answers something other than `undefined`.
 *
 * @throws Error after `timeoutMs`
 */
export async function until<T>(
  question: () => Promise<T | undefined> | T | undefined,
  timeoutMs: number,
  everyMs = 100,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Nothing came within ${timeoutMs} ms.`);
    await sleep(everyMs);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? -1);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? -1));
    child.kill(signal);
  });
}
