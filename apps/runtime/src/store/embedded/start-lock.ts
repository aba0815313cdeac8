import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './binaries.ts';
import { isAlive } from './postmaster.ts';

const WAIT_MS = 90_000;

/** Runs `task` while no other process holds `file`. The lock of a process that died is taken over. */
export async function withStartLock<T>(file: string, task: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + WAIT_MS;
  while (!(await tryLock(file))) {
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(`Another process holds ${file}; remove it if none does.`);
    await sleep(40);
  }
  try {
    return await task();
  } finally {
    await rm(file, { force: true });
  }
}

async function tryLock(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  // An empty file is one that its holder is just writing, unless it stays so: then the deadline tells.
  if (Number.isInteger(holder) && holder > 0 && !isAlive(holder)) {
    await rm(file, { force: true });
  }
  return false;
}
