import { readdirSync, readFileSync } from 'node:fs';
import type { Sql } from '@lockstep/runtime/store';
import type { Contender, Load } from './load.ts';

/** What a stretch of load took from the machine. */
export interface Cost {
  /** Flows that ended in it. */
  readonly flows: number;
  /** Processor time of this process, in milliseconds. */
  readonly processMs: number;
  /** Of PostgreSQL with all its backends; `undefined` where the system does not tell (other than Linux). */
  readonly databaseMs: number | undefined;
  /** Bytes of write-ahead log. */
  readonly walBytes: number;
}

/** Measures what one round of a contender costs. Nothing else must use the database meanwhile. */
export async function costOf(sql: Sql, contender: Contender): Promise<Cost> {
  const before = await look(sql);
  const load: Load = await contender.measure();
  const after = await look(sql);
  return {
    flows: load.count,
    processMs: after.processMs - before.processMs,
    databaseMs:
      after.databaseMs === undefined || before.databaseMs === undefined
        ? undefined
        : after.databaseMs - before.databaseMs,
    walBytes: after.wal - before.wal,
  };
}

async function look(sql: Sql) {
  const [row] = await sql<{ wal: number; backend: number }[]>`
    select (pg_current_wal_insert_lsn() - '0/0')::float8 as wal, pg_backend_pid() as backend`;
  const { user, system } = process.cpuUsage();
  const server = row && statOf(String(row.backend))?.parent;
  return {
    wal: Number(row?.wal),
    processMs: (user + system) / 1000,
    databaseMs: server === undefined ? undefined : databaseMs(server),
  };
}

/** Clock ticks a second of `/proc`, on every Linux that Node runs on. */
const TICKS = 100;

/** Processor time of a PostgreSQL server and all its backends, those that have ended too. */
function databaseMs(server: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), ...statOf(pid) }));
  const own = stats.filter(({ pid, parent }) => pid === server || parent === server);
  return (own.reduce((sum, { ticks = 0 }) => sum + ticks, 0) / TICKS) * 1000;
}

/** Its parent; its own time, and that of children that have ended. `undefined` where the system does not tell. */
function statOf(pid: string): { readonly parent: number; readonly ticks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      parent: Number(fields[1]),
      ticks: [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0),
    };
  } catch {
    return undefined;
  }
}
