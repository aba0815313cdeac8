import { readFileSync } from 'node:fs';
import type { Armed } from '@lockstep/runtime/fail-points';
import { freePort, type RuntimeProcess, sleep, startProcess, until } from '../../world.ts';
import { startProxy, type TcpProxy, throughProxy } from './proxy.ts';

/** One runtime process of an installation: on its own port, with its own way to the database, replaced when it died. */
export interface Member {
  readonly url: string;
  readonly proxy: TcpProxy;
  /** Absent while none runs. */
  readonly pid: number | undefined;
  start(): Promise<void>;
  /** SIGKILL, also of a stopped process. */
  kill(): Promise<void>;
  /** SIGSTOP, and SIGCONT. */
  suspend(): void;
  resume(): void;
  /** The process stops itself when it passes there. */
  arm(armed: Armed): void;
  /** Resolves when it has stopped itself. @throws Error after `ms` */
  untilStopped(ms: number): Promise<void>;
  /** SIGTERM. Resolves with the exit code. */
  stop(): Promise<number>;
  /** What processes printed that ended although nobody ended them. */
  readonly crashes: readonly string[];
  close(): Promise<void>;
}

export interface MemberOptions {
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly preload?: readonly string[] | undefined;
}

export async function createMember({ databaseUrl, env, preload = [] }: MemberOptions): Promise<Member> {
  const port = await freePort();
  const proxy = await startProxy(Number(new URL(databaseUrl).port));
  let running: RuntimeProcess | undefined;
  /** Told to stop: until it has ended it can still be stopped at a point, paused and killed. */
  let leaving: RuntimeProcess | undefined;
  const crashes: string[] = [];

  return {
    url: `http://127.0.0.1:${port}`,
    proxy,
    get pid() {
      return running?.pid;
    },
    async start() {
      const settings = {
        LOCKSTEP_DEMO: '0',
        LOCKSTEP_SANDBOX_CHILDREN: '1',
        ...env,
        LOCKSTEP_PORT: String(port),
        DATABASE_URL: throughProxy(databaseUrl, proxy),
        NODE_ENV: 'test',
        LOCKSTEP_FAIL_POINT: 'ipc',
      };
      const started = await startProcess(settings, { preload });
      running = started;
      void started.ended.then(() => {
        if (running !== started) return;
        running = undefined;
        if (leaving !== started) crashes.push(started.output());
      });
    },
    async kill() {
      const dying = running;
      running = undefined;
      await dying?.kill();
    },
    suspend: () => running?.signal('SIGSTOP'),
    resume: () => running?.signal('SIGCONT'),
    arm: (armed) => running?.send(armed),
    async untilStopped(ms) {
      await until(() => (running && stateOf(running.pid) === 'T' ? true : undefined), ms, 10);
    },
    async stop() {
      leaving = running;
      return (await leaving?.stop()) ?? 0;
    },
    crashes,
    async close() {
      const stopping = running;
      running = undefined;
      stopping?.signal('SIGCONT');
      if (stopping) await endSurely(stopping);
      await proxy.close();
    },
  };
}

/** A database that was killed recovers within this, also where other programs have the machine. */
const START_WITHIN_MS = 60_000;

/** The database may be away, or the machine busy, so a start can fail; a user would try again too. */
export async function startSurely(member: Member): Promise<void> {
  for (const until = Date.now() + START_WITHIN_MS; ; ) {
    try {
      return await member.start();
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(500);
    }
  }
}

const STOP_WITHIN_MS = 30_000;

/** A process that does not heed SIGTERM is told of, and ended. */
async function endSurely(leaving: RuntimeProcess): Promise<void> {
  const patience = setTimeout(() => {
    console.error(
      `A runtime (state ${stateOf(leaving.pid)}) has not ended ${STOP_WITHIN_MS} ms after SIGTERM:\n${leaving.output()}`,
    );
    void leaving.kill();
  }, STOP_WITHIN_MS);
  await leaving.stop().finally(() => clearTimeout(patience));
}

/** `T` for a stopped process, as Linux tells; empty when it is gone. */
function stateOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  } catch {
    return '';
  }
}
