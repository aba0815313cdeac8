import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type Binaries, EmbeddedPostgresError, findBinaries, folderOf } from './binaries.ts';
import { commandAs, findIdentity, type Identity } from './identity.ts';
import { initialise } from './initialise.ts';
import { askToStop, isPostmasterAlive, type Postmaster, readPostmaster } from './postmaster.ts';
import { withStartLock } from './start-lock.ts';
import { type ServerNews, supervise } from './supervise.ts';

export interface EmbeddedOptions {
  /** Folder of the installation; PostgreSQL lives in `postgres/` below it. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; a free one when absent. A running server keeps its port. */
  readonly port?: number;
  /** Further settings, `name=value`. */
  readonly settings?: readonly string[];
  /** Given: the server is watched, and restarted on its port whenever it dies before `stop`. */
  readonly onNews?: (news: ServerNews) => void;
}

export interface EmbeddedServer {
  /** Connection URL of the superuser, password included, for the database `postgres`. */
  readonly url: string;
  /** Process of the server; another one after a restart. */
  readonly pid: number;
  /** True when the server ran already, left by a process that crashed or shared with one that lives. */
  readonly adopted: boolean;
  /** Stops it, unless other Lockstep processes are connected: the last one turns off the light. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=128MB',
  'max_wal_size=2GB',
  'wal_compression=pglz',
  'checkpoint_completion_target=0.9',
  'autovacuum_naptime=15s',
  'jit=off',
  'log_checkpoints=off',
  'log_min_messages=warning',
  'log_timezone=UTC',
  'timezone=UTC',
];

/**
 * Starts PostgreSQL 18 below `dataDir`, or takes over the one that runs there. It listens on 127.0.0.1 only, under a
 * random password kept in `dataDir` for its owner alone, and outlives a crash of this process; crash recovery is its own.
 *
 * @throws EmbeddedPostgresError with what PostgreSQL said when it does not come up
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  const pgData = join(dataDir, 'postgres');
  const binaries = await findBinaries();
  const identity = await findIdentity(pgData);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (identity) await chmod(dataDir, 0o711);
  const place = { dataDir, pgData, binaries, identity };
  const startLocked = (wanted: EmbeddedOptions) =>
    withStartLock(join(dataDir, 'starting.lock'), () => start(wanted, place));
  return serverOf(await startLocked(options), {
    pgData,
    onNews: options.onNews,
    startAgain: (port) => startLocked({ ...options, port }),
  });
}

interface Place {
  readonly dataDir: string;
  readonly pgData: string;
  readonly binaries: Binaries;
  readonly identity: Identity | undefined;
}

interface Started {
  readonly postmaster: Postmaster;
  readonly password: string;
  readonly adopted: boolean;
}

async function start(options: EmbeddedOptions, place: Place): Promise<Started> {
  const { dataDir, pgData, binaries, identity } = place;
  const password = await ownPassword(dataDir);
  const running = await runningServer(pgData);
  if (running) return { postmaster: running, password, adopted: true };
  if (!(await exists(join(pgData, 'PG_VERSION')))) await initialise(binaries, { pgData, password, identity });
  // Other processes may wait for a server that crashed: they know it by its port.
  const known = options.port ?? (await readPostmaster(pgData))?.port;
  await rm(join(pgData, 'postmaster.pid'), { force: true });
  for (let attempt = 1; ; attempt += 1) {
    const port = (attempt === 1 ? known : options.port) ?? (await freePort());
    const said = await launch(binaries, { dataDir, pgData, port, identity, settings: options.settings ?? [] });
    if (typeof said !== 'string') return { postmaster: said, password, adopted: false };
    // Between our look and its bind another process may have taken the port.
    const isTaken = options.port === undefined && said.includes('Address already in use');
    if (!isTaken || attempt === 3) throw new EmbeddedPostgresError(`PostgreSQL did not start in ${pgData}: ${said}`);
  }
}

/** The server of `pgData` once it takes connections; `undefined` when none runs. Waits for one that starts or stops. */
async function runningServer(pgData: string): Promise<Postmaster | undefined> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const found = await readPostmaster(pgData);
    if (!found || !(await isPostmasterAlive(pgData, found.pid))) return undefined;
    if (found.status === 'ready') return found;
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(`PostgreSQL (process ${found.pid}) holds ${pgData} but does not get ready.`);
    }
    await sleep(25);
  }
}

interface Launch {
  readonly dataDir: string;
  readonly pgData: string;
  readonly port: number;
  readonly identity: Identity | undefined;
  readonly settings: readonly string[];
}

/** Starts the server and waits until it is ready; answers what it said when it ended instead. */
async function launch(binaries: Binaries, options: Launch): Promise<Postmaster | string> {
  const { dataDir, pgData, port, identity } = options;
  const logFile = join(dataDir, 'postgres.log');
  await rename(logFile, `${logFile}.1`).catch(() => undefined);
  const log = await open(logFile, 'a', 0o600);
  const flags = [...SETTINGS, ...options.settings].flatMap((setting) => ['-c', setting]);
  const command = await commandAs(identity, {
    file: binaries.postgres,
    args: ['-D', pgData, '-p', String(port), ...flags],
    reach: [folderOf(binaries), pgData],
  });
  const child = spawn(command.file, [...command.args], {
    cwd: pgData,
    // A session of its own: Ctrl-C reaches us, who stop it in order, and not both at once.
    detached: true,
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log.fd, log.fd],
    ...(command.uid !== undefined && command.gid !== undefined && { uid: command.uid, gid: command.gid }),
  });
  const ended = endOf(child);
  child.unref();
  try {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!ended.is && Date.now() < deadline) {
      const found = await readPostmaster(pgData);
      if (found?.pid === child.pid && found?.status === 'ready') return found;
      await sleep(15);
    }
    const said = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-5).join(' | ');
    if (!ended.is) child.kill('SIGINT');
    return ended.reason ?? said;
  } finally {
    await log.close();
  }
}

function endOf(child: ChildProcess): { readonly is: boolean; readonly reason: string | undefined } {
  const state: { is: boolean; reason: string | undefined } = { is: false, reason: undefined };
  child.once('exit', () => {
    state.is = true;
  });
  child.once('error', (error) => {
    state.is = true;
    state.reason = error.message;
  });
  return state;
}

function serverOf(
  { postmaster, password, adopted }: Started,
  watch: {
    readonly pgData: string;
    readonly onNews: EmbeddedOptions['onNews'];
    readonly startAgain: (port: number) => Promise<Started>;
  },
): EmbeddedServer {
  const { pgData, onNews, startAgain } = watch;
  const { port } = postmaster;
  const url = `postgres://lockstep:${password}@127.0.0.1:${port}/postgres`;
  let { pid } = postmaster;
  const isAlive = () => isPostmasterAlive(pgData, pid);
  const supervision =
    onNews &&
    supervise({
      isAlive,
      async restart() {
        const again = await startAgain(port);
        if (again.postmaster.port !== port) {
          throw new EmbeddedPostgresError(
            `PostgreSQL came back on port ${again.postmaster.port} instead of ${port}; restart Lockstep.`,
          );
        }
        pid = again.postmaster.pid;
      },
      onNews,
    });
  return {
    url,
    get pid() {
      return pid;
    },
    adopted,
    async stop() {
      await supervision?.end();
      if (await isShared(url)) return;
      if (!(await isAlive())) return;
      askToStop(pid);
      while (await isAlive()) await sleep(15);
    },
  };
}

/** Our own ended sessions linger, on a busy machine for a while; a process that lives asks something long before. */
const LINGER_MS = 1500;

/** True when other Lockstep processes are connected: a session worked since we began to look, or outlived what lingers. */
async function isShared(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => undefined });
  try {
    const [begin] = await sql<{ at: string }[]>`select clock_timestamp()::text as at`;
    const deadline = Date.now() + LINGER_MS;
    for (;;) {
      const [row] = await sql<{ others: number; working: number }[]>`
        select count(*)::int as others, (count(*) filter (where state_change > ${begin?.at ?? ''}::timestamptz))::int as working
        from pg_stat_activity where backend_type = 'client backend' and application_name like 'lockstep%'`;
      if (row?.others === 0) return false;
      if ((row?.working ?? 0) > 0 || Date.now() > deadline) return true;
      await sleep(30);
    }
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function ownPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres-password');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known) return known.trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600, flag: 'wx' });
  return password;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
