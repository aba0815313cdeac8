import { readdirSync, readFileSync } from 'node:fs';

/** What a runtime and all it started weigh, PostgreSQL aside; pages they share are counted once (PSS). Linux only. */
export function memoryOf(pid: number): Memory {
  const family = familyOf(pid).filter((member) => !/postgres/.test(readFileSync(`/proc/${member}/comm`, 'utf8')));
  const sizes = family.map(proportionalBytes);
  return { processes: family.length, bytes: sizes.reduce((sum, each) => sum + each, 0), ownBytes: sizes[0] ?? 0 };
}

export interface Memory {
  readonly processes: number;
  readonly bytes: number;
  /** Of the runtime process alone. */
  readonly ownBytes: number;
}

/** A process and all it started, as Linux tells. */
function familyOf(pid: number): readonly number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(familyOf)];
}

function proportionalBytes(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? Number.NaN) * 1024;
}
