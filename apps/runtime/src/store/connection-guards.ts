import type { BreakerState } from '@lockstep/schema/node';
import type { Sql } from './open-store.ts';

/** Channel on which every process hears that a breaker changed; the payload is the connection's id. */
export const GUARD_CHANNEL = 'lockstep_guards';

/** What a change of the shared state leaves. */
export interface GuardChange<Shared, Result> {
  readonly shared: Shared;
  /** True: all processes hear of it, and it outlives a crash of the database. */
  readonly tell: boolean;
  readonly result: Result;
  /** What the breaker became, where it changed: kept for the boards. */
  readonly became?: { readonly state: BreakerState; readonly by?: string };
}

/** The shared state of one connection's guard, and the moment it is read at: epoch milliseconds of the database. */
interface Stored<Shared> {
  readonly shared: Shared;
  readonly now: number;
}

/**
 * Changes what all processes know of one connection, one process after another. `change` is pure and quick: the row is
 * locked while it runs. It is given `undefined` the first time.
 *
 * Most changes lease tokens and are worthless after a second, so their commit does not wait for the disk; those that are told do.
 */
export async function changeGuard<Shared, Result>(
  sql: Sql,
  connectionId: string,
  change: (shared: Shared | undefined, now: number) => GuardChange<Shared, Result>,
): Promise<Result> {
  const result = await sql.begin(async (tx) => {
    const read = () => tx<Stored<Shared | null>[]>`
      select shared, extract(epoch from clock_timestamp())::float8 * 1000 as now from connection_guards
      where connection_id = ${connectionId} for update`;
    let [row] = await read();
    if (!row) {
      await tx`insert into connection_guards (connection_id, shared) values (${connectionId}, 'null')
        on conflict do nothing`;
      [row] = await read();
    }
    if (!row) throw new Error(`The guard of ${connectionId} was not stored.`);
    const next = change(row.shared ?? undefined, row.now);
    await tx`
      update connection_guards set shared = ${JSON.stringify(next.shared)}::text::json, updated_at = now()
      where connection_id = ${connectionId}
      returning case when ${next.tell} then pg_notify(${GUARD_CHANNEL}, ${connectionId})::text
                     else set_config('synchronous_commit', 'off', true) end`;
    if (next.became) {
      await tx`insert into breaker_changes (connection_id, at, state, by)
        values (${connectionId}, clock_timestamp(), ${next.became.state}, ${next.became.by ?? null}) on conflict do nothing`;
    }
    return { value: next.result };
  });
  return result.value as Result;
}

/** What is known of every connection that was used, by its id. */
export async function readGuards<Shared>(sql: Sql): Promise<ReadonlyMap<string, Stored<Shared>>> {
  const rows = await sql<(Stored<Shared> & { readonly id: string })[]>`
    select connection_id as id, shared, extract(epoch from clock_timestamp())::float8 * 1000 as now
    from connection_guards where shared::text <> 'null'`;
  return new Map(rows.map(({ id, shared, now }) => [id, { shared, now }]));
}
