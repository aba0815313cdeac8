import type { Sql } from '../open-store.ts';
import { STATEMENTS } from '../sql/statements.ts';

export type Tx = Parameters<Parameters<Sql['begin']>[1]>[0];

export interface Topical {
  readonly topic: string;
  readonly key: string;
}

/**
 * Gives waits of a topic and key the events they take, under the lock of both. A run with several waits takes one event for
 * each, so this goes on until nothing is taken.
 *
 * @returns how many runs go on
 */
export async function release(tx: Tx, { topic, key }: Topical): Promise<number> {
  const runs = new Set<string>();
  for (;;) {
    const rows = await tx.unsafe<{ run_id: string }[]>(STATEMENTS.matchWaits, [topic, key], { prepare: true });
    if (rows.length === 0) return runs.size;
    for (const { run_id } of rows) runs.add(run_id);
  }
}
