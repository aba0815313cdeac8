import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type postgres from 'postgres';

const MIGRATIONS = new URL('./migrations/', import.meta.url);

/** Any number, the same in all versions of Lockstep: processes that start together migrate one after another. */
const ADVISORY_LOCK = 4_700_215_937;

export interface Migration {
  /** File name without `.sql`; sorts in the order of application. */
  readonly id: string;
  readonly sql: string;
  /** SHA-256 of the SQL. */
  readonly checksum: string;
}

/** What cannot be migrated and why; the database was not touched. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** All migrations of this version of Lockstep, in order. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const files = (await readdir(MIGRATIONS)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(new URL(file, MIGRATIONS), 'utf8');
      return { id: file.slice(0, -'.sql'.length), sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the database up to this version, forward only, each migration in its own transaction. Processes that call it at
 * the same time wait for one another.
 *
 * @returns ids of the migrations applied now
 * @throws MigrationError when an applied migration was changed since, or the database is newer than this program
 */
export async function migrate(client: postgres.Sql, migrations?: readonly Migration[]): Promise<readonly string[]> {
  const wanted = migrations ?? (await readMigrations());
  const connection = await client.reserve();
  try {
    await connection`select pg_advisory_lock(${ADVISORY_LOCK}::bigint)`;
    try {
      await connection`create table if not exists schema_migrations (
        id text primary key, checksum text not null, applied_at timestamptz not null default now())`;
      const applied = await connection<{ id: string; checksum: string }[]>`
        select id, checksum from schema_migrations order by id`;
      const missing = missingMigrations(wanted, applied);
      for (const migration of missing) {
        await connection.unsafe(`begin; ${migration.sql}; insert into schema_migrations (id, checksum)
          values ('${migration.id}', '${migration.checksum}'); commit`);
      }
      return missing.map(({ id }) => id);
    } catch (error) {
      await connection`rollback`;
      throw error;
    } finally {
      await connection`select pg_advisory_unlock(${ADVISORY_LOCK}::bigint)`;
    }
  } finally {
    connection.release();
  }
}

/**
 * Those of `wanted` that were not applied yet.
 *
 * @throws MigrationError when an applied one was changed since, or is not known
 */
export function missingMigrations(
  wanted: readonly Migration[],
  applied: readonly Pick<Migration, 'id' | 'checksum'>[],
): readonly Migration[] {
  const known = new Map(wanted.map((migration) => [migration.id, migration]));
  for (const { id, checksum } of applied) {
    const migration = known.get(id);
    if (!migration) throw new MigrationError(`The database has migration ${id}, which this version does not know.`);
    if (migration.checksum !== checksum) throw new MigrationError(`Migration ${id} was changed after it was applied.`);
  }
  const done = new Set(applied.map(({ id }) => id));
  return wanted.filter(({ id }) => !done.has(id));
}
