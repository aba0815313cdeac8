import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `postmaster.pid` says about the server of a data directory. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** `ready` when it takes connections. */
  readonly status: string;
}

/** The server that last held `pgData`, running or not; `undefined` when it was stopped cleanly. */
export async function readPostmaster(pgData: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(pgData, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() };
}

/**
 * True while a PostgreSQL holds `pgData`. A number in `postmaster.pid` proves nothing: after a crash of everything, and
 * above all in containers, the same number may be another process by now.
 */
export async function isPostmasterAlive(pgData: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (command === undefined) return true; // no /proc here: believe the file
  return command.split('\0').includes(pgData) && !(await isZombie(pid));
}

/** A killed child that its parent has not waited for still has a number, and does nothing more. */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Asks the server at `pid` for a fast shutdown: open transactions are rolled back. A server that has just ended, because
 * another process of ours asked it too, is no error.
 */
export function askToStop(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
