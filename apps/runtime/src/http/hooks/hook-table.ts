import { HookMethod } from '@lockstep/schema/run';
import { type HookRow, listHooks } from '../../store/hooks.ts';
import type { Doors } from '../ports.ts';
import { type Door, openDoor } from './door.ts';

/** A miss looks into the database at most this often. */
const MISS_REFRESH_MS = 250;

/** The published hook addresses, in memory. */
export interface HookTable {
  /** The door for a method at a path below `/hooks/`; `undefined` when nobody listens for it there. */
  find(path: string, method: HookMethod): Promise<Door | undefined>;
  /** Methods somebody listens for at a path, in the order of `HookMethod`; none when nobody listens there. */
  methodsAt(path: string): Promise<readonly HookMethod[]>;
  /** Reads the addresses anew: after publishing, on NOTIFY, after a lost connection. */
  refresh(): Promise<void>;
  rows(): readonly HookRow[];
}

interface Entry {
  readonly row: HookRow;
  door?: Promise<Door>;
}

/** Doors of a version are made at the first message and kept while the version is the published one. */
export function createHookTable(doors: Pick<Doors, 'db' | 'flows' | 'catalogue' | 'now'>): HookTable {
  let entries: ReadonlyMap<string, Entry> = new Map();
  let paths: ReadonlySet<string> = new Set();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  let again = false;

  async function read(): Promise<void> {
    do {
      again = false;
      const rows = await listHooks(doors.db);
      const old = entries;
      entries = new Map(rows.map((row) => [keyOf(row), keep(old.get(keyOf(row)), row)]));
      paths = new Set(rows.map(({ path }) => path));
      readAt = doors.now();
    } while (again);
  }

  /** A refresh asked for while one is under way reads once more, so that it surely sees what its caller wrote. */
  function refresh(): Promise<void> {
    if (reading) {
      again = true;
      return reading;
    }
    reading = read().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function refreshAfterMiss(): Promise<void> {
    if (doors.now() - readAt > MISS_REFRESH_MS) await refresh();
  }

  return {
    refresh,
    rows: () => [...entries.values()].map(({ row }) => row),
    async methodsAt(path) {
      if (!paths.has(path)) await refreshAfterMiss();
      return HookMethod.options.filter((method) => entries.has(keyOf({ path, method })));
    },
    async find(path, method) {
      const key = keyOf({ path, method });
      if (!entries.has(key)) await refreshAfterMiss();
      const entry = entries.get(key);
      if (!entry) return undefined;
      entry.door ??= openDoor(doors, entry.row).catch((error: unknown) => {
        delete entry.door;
        throw error;
      });
      return entry.door;
    },
  };
}

function keyOf({ path, method }: Pick<HookRow, 'path' | 'method'>): string {
  return `${method} ${path}`;
}

function keep(old: Entry | undefined, row: HookRow): Entry {
  const same =
    old && old.row.snapshotId === row.snapshotId && old.row.version === row.version && old.row.node === row.node;
  if (!same) return { row };
  return old.row.paused === row.paused ? old : { row };
}
