import type { Boot, Load } from '../frame.ts';
import { ANSWER_PENDING } from '../frame.ts';
import { type Host, hostOpener } from './host.ts';
import { createLookupTables, type LookupTables } from './lookup-tables.ts';

export interface RunUnit {
  readonly program: number;
  readonly unit: number;
  readonly timeoutMs: number;
  readonly nowMs: number;
  readonly seed: string;
  /** Tables it may ask, as `LookupTables.use` takes them. */
  readonly tables: string;
  /** JSON text. */
  readonly scope: string;
}

/** The isolates of one child, one a program; made when first needed, thrown away when old, large or suspect. */
export interface Hosts {
  load(load: Load): void;
  drop(program: number): void;
  readonly tables: LookupTables;
  /** @throws what isolated-vm throws; the program's isolate is gone then */
  run(run: RunUnit): string;
}

const MAX_HOSTS = 16;
const DEFAULT_MEMORY_MB = 64;
/** A host whose heap stays larger than this is thrown away after the call: all of them must fit in the data limit. */
const MAX_IDLE_HEAP_BYTES = 20 * 1024 * 1024;
const LARGE_CHARS = 256 * 1024;
const LONG_MS = 10;
const CALLS_BETWEEN_HEAP_CHECKS = 200;

export function openHosts(boot: Boot): Hosts {
  const tables = createLookupTables();
  const open = hostOpener(boot, tables.ask);
  const programs = new Map<number, Load>();
  /** In order of use, the longest unused first. */
  const hosts = new Map<number, Host>();
  let spare: Host | undefined = open(DEFAULT_MEMORY_MB);

  return {
    tables,
    load: (load) => void programs.set(load.program, load),
    drop(program) {
      programs.delete(program);
      close(program);
    },
    run({ program, unit, timeoutMs, nowMs, seed, scope, tables: used }) {
      const startedAt = performance.now();
      const load = programs.get(program);
      if (!load) throw new Error('The program was not loaded');
      try {
        const host = hostOf(load);
        host.compile(load, unit);
        tables.use(used);
        const text = host.run(unit, scope, seed, nowMs, timeoutMs);
        const left = Math.max(1, Math.ceil(startedAt + timeoutMs - performance.now()));
        const settled = text === ANSWER_PENDING ? host.settle(left) : text;
        const isHeavy = scope.length + settled.length > LARGE_CHARS || performance.now() - startedAt > LONG_MS;
        trim(program, host, isHeavy);
        return settled;
      } catch (error) {
        close(program);
        throw error;
      }
    },
  };

  function hostOf(load: Load): Host {
    const known = hosts.get(load.program);
    hosts.delete(load.program);
    for (const oldest of hosts.size >= MAX_HOSTS ? [...hosts.keys()].slice(0, 1) : []) close(oldest);
    const host = known ?? freshHost(load.memoryMb);
    hosts.set(load.program, host);
    return host;
  }

  function freshHost(memoryMb: number): Host {
    if (memoryMb !== DEFAULT_MEMORY_MB || !spare) return open(memoryMb);
    const host = spare;
    spare = undefined;
    return host;
  }

  function close(program: number): void {
    hosts.get(program)?.close();
    hosts.delete(program);
  }

  /** Garbage of an idle isolate is nobody's: after much data or much work, look whether it should rather go. */
  function trim(program: number, host: Host, isHeavy: boolean): void {
    host.calls += 1;
    if (!isHeavy && host.calls % CALLS_BETWEEN_HEAP_CHECKS !== 0) return;
    if (host.heapBytes() > MAX_IDLE_HEAP_BYTES) close(program);
  }
}
