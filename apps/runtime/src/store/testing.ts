import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { EMBEDDED_DIR } from './embedded/binaries.ts';
import { startEmbedded } from './embedded/server.ts';
import { migrate, readMigrations } from './migrate.ts';
import { openStore, type Store } from './open-store.ts';

export interface TestStore extends Store {
  /** A second, independent connection to the same database, as another process would have. */
  another(): Promise<Store>;
  /** Closes every connection and drops the database. */
  drop(): Promise<void>;
}

/** No fsync: a test database need not outlive a power cut. Everything else is as in production. */
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'max_connections=300',
  'shared_buffers=64MB',
  'max_wal_size=256MB', // in memory
];

/**
 * A fresh, migrated database on a real PostgreSQL: a clone of a template, about 0.1 s. All test processes of this user
 * share one embedded server in `scratchRoot()`; it stops by itself half a minute after the last one.
 * `LOCKSTEP_TEST_DATABASE_URL` (a superuser's) uses another server instead.
 */
export async function createTestStore(): Promise<TestStore> {
  const serverUrl = process.env.LOCKSTEP_TEST_DATABASE_URL ?? (await sharedServer());
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withAdmin(serverUrl, async (sql) => {
    const template = await ensureTemplate(sql, serverUrl);
    await sql.unsafe(`create database ${name} template ${template} strategy file_copy`);
  });
  const databaseUrl = withDatabase(serverUrl, name);
  const store = await openStore({ databaseUrl });
  const others: Store[] = [];
  return {
    ...store,
    async another() {
      const other = await openStore({ databaseUrl });
      others.push(other);
      return other;
    },
    async drop() {
      await Promise.all([store, ...others].map((each) => each.close()));
      await withAdmin(serverUrl, (sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
}

/**
 * Where tests keep databases: in memory where there are 2 GB to spare, else in the temporary folder. A database has 600
 * files; to make them took half a second of a core on a disk and a fiftieth of that in memory.
 */
export function scratchRoot(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > 2 * 2 ** 30 ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
const MEMORY = '/dev/shm';

async function sharedServer(): Promise<string> {
  const dataDir = join(scratchRoot(), `lockstep-test-${userInfo().uid}`);
  const server = await startEmbedded({ dataDir, settings: SETTINGS });
  if (!server.adopted) {
    const args = [join(EMBEDDED_DIR, 'reaper.ts'), server.url, String(server.pid)];
    spawn(process.execPath, args, { detached: true, stdio: 'ignore' }).unref();
  }
  return server.url;
}

/** One template for each set of migrations; made by whoever comes first, under a lock. */
async function ensureTemplate(sql: postgres.Sql, serverUrl: string): Promise<string> {
  const migrations = await readMigrations();
  const checksums = migrations.map(({ checksum }) => checksum).join();
  const template = `template_${createHash('sha256').update(checksums).digest('hex').slice(0, 16)}`;
  const exists = async () => (await sql`select from pg_database where datname = ${template}`).length > 0;
  if (await exists()) return template;
  const lock = await sql.reserve();
  try {
    await lock`select pg_advisory_lock(hashtext('lockstep test template'))`;
    if (await exists()) return template;
    const unfinished = `${template}_new`;
    await sql.unsafe(`drop database if exists ${unfinished} with (force)`);
    await sql.unsafe(`create database ${unfinished}`);
    await withAdmin(withDatabase(serverUrl, unfinished), (client) => migrate(client, migrations));
    await sql.unsafe(`alter database ${unfinished} rename to ${template}`);
    return template;
  } finally {
    await lock`select pg_advisory_unlock_all()`;
    lock.release();
  }
}

async function withAdmin<T>(url: string, task: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 3, onnotice: () => undefined, connection: { application_name: 'lockstep-test' } });
  try {
    return await task(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
