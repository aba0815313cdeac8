import { createHash } from 'node:crypto';
import type { Sql } from './open-store.ts';

/** Ids of runs by a seed and a number, where tests asked for them: the same test finds the same ids. */
export interface TestIdStore {
  /** The id of the next run, whichever process asks; `undefined` while ids are drawn by chance. */
  draw(): Promise<string | undefined>;
  /** Counts anew from this seed, or draws by chance again. @returns false, and nothing changes, while there are runs */
  seed(seed: string | undefined): Promise<boolean>;
}

/** Any number, the same in all versions of Lockstep, and another one than that of the clock. */
const LOCK = 4_700_215_939;

/** Makes what counts where it is not there yet, in the schema of the clock of tests, which must be open. */
export async function openTestIds(sql: Sql): Promise<TestIdStore> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK}::bigint)`;
    await tx`create table if not exists lockstep_test.run_ids (seed text not null, taken bigint not null)`;
  });
  return {
    async draw() {
      const [row] = await sql<{ seed: string; taken: number }[]>`
        update lockstep_test.run_ids set taken = taken + 1 returning seed, taken`;
      return row && seededRunId(row.seed, row.taken);
    },
    seed: (seed) =>
      sql.begin(async (tx) => {
        // Nothing is accepted meanwhile: a run of the count before would have an id of the next one.
        await tx`lock table runs in share row exclusive mode`;
        const [found] = await tx`select 1 from runs limit 1`;
        if (found) return false;
        await tx`delete from lockstep_test.run_ids`;
        if (seed !== undefined) await tx`insert into lockstep_test.run_ids (seed, taken) values (${seed}, 0)`;
        return true;
      }),
  };
}

/**
 * The `nr`-th run of a seed, from 1: a UUIDv7 of the millisecond `nr` of 1970, so that lists keep the order of acceptance,
 * which no run of a real time has. Its last six digits are the number again, because people are shown the end of an id.
 */
export function seededRunId(seed: string, nr: number): string {
  const time = nr.toString(16).padStart(12, '0');
  const hash = createHash('sha256').update(seed).digest('hex');
  const end = `${hex(hash, 6, 6)}${time.slice(-6)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(hash, 0, 3)}-8${hex(hash, 3, 3)}-${end}`;
}

function hex(hash: string, from: number, length: number): string {
  return hash.slice(from, from + length);
}
