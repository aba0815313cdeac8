import type { ConnectionHealth } from '@lockstep/schema/api';
import type { ConnectionLimits } from '@lockstep/schema/node';
import { GUARD_CHANNEL, readGuards } from '../../store/connection-guards.ts';
import type { Store } from '../../store/index.ts';
import { setByHand } from './breaker.ts';
import { type ConnectionGuard, createConnectionGuard, type GuardOptions } from './connection-guard.ts';
import { becameOf, createGuardStore, sharedIn } from './guard-store.ts';
import { healthOf } from './health.ts';
import { at, type Shared } from './shared.ts';
import type { Call, GuardedConnection, GuardStats, Permit } from './types.ts';

/** The limits and breakers of all connections, shared by all processes of an installation. */
export interface Guards {
  /** @throws StepError `connection-paused` or `rate-limited`: nothing was sent, the step must wait */
  admit(connection: GuardedConnection, call: Call): Promise<Permit>;
  /** How the calls of the connections go, by id; those never used are left out. */
  health(
    connections: readonly { readonly id: string; readonly limits: ConnectionLimits }[],
  ): Promise<ReadonlyMap<string, ConnectionHealth>>;
  /** Pauses or resumes a system by hand, for all processes. */
  setBreaker(
    connection: { readonly id: string; readonly limits: ConnectionLimits },
    action: 'open' | 'close',
    by: string,
  ): Promise<ConnectionHealth>;
  /** Of this process. */
  stats(): readonly GuardStats[];
  close(): Promise<void>;
}

/** @param worker name of this process, unlike that of any other */
export async function createGuards({
  store,
  worker,
  warn,
  clock = Date.now,
}: { readonly store: Pick<Store, 'sql' | 'listen'> } & Pick<GuardOptions, 'worker' | 'warn'> &
  Partial<Pick<GuardOptions, 'clock'>>): Promise<Guards> {
  const guards = new Map<string, { readonly guard: ConnectionGuard; of: GuardedConnection }>();
  const unlisten = await store.listen(GUARD_CHANNEL, (id) => guards.get(id)?.guard.look());

  function guardOf(connection: GuardedConnection): ConnectionGuard {
    const known = guards.get(connection.id);
    if (known) {
      if (known.of !== connection) known.guard.changed(connection);
      known.of = connection;
      return known.guard;
    }
    const guardStore = createGuardStore(sharedIn(store.sql, connection.id), worker);
    const guard = createConnectionGuard(connection, { worker, store: guardStore, clock, warn });
    guards.set(connection.id, { guard, of: connection });
    return guard;
  }

  return {
    admit: (connection, call) => guardOf(connection).admit(call),
    async health(connections) {
      const stored = await readGuards<Shared>(store.sql);
      return new Map(
        connections.flatMap(({ id, limits }) => {
          const found = stored.get(id);
          return found ? [[id, healthOf(found.shared, limits, found.now)] as const] : [];
        }),
      );
    },
    setBreaker: ({ id, limits }, action, by) =>
      sharedIn(
        store.sql,
        id,
      )((stored, now) => {
        const before = at(stored, now);
        const shared = setByHand(before, action, by);
        return { shared, tell: true, result: healthOf(shared, limits, now), ...becameOf(before, shared) };
      }),
    stats: () => [...guards.values()].map(({ guard }) => guard.stats()),
    async close() {
      await Promise.all([unlisten(), ...[...guards.values()].map(({ guard }) => guard.close())]);
    },
  };
}
