import type { ConnectionLimits } from '@lockstep/schema/node';
import { changeGuard, type GuardChange } from '../../store/connection-guards.ts';
import type { Sql } from '../../store/index.ts';
import { probed, probing, tripped } from './breaker.ts';
import { slowed } from './bucket.ts';
import { type Ask, exchange, type Grant, type View, viewOf } from './exchange.ts';
import { at, type Shared } from './shared.ts';

/** What a process does with the shared state of one connection. Each resolves to what holds afterwards. */
export interface GuardStore {
  exchange(ask: Ask, limits: ConnectionLimits): Promise<Grant>;
  /** Enough calls failed under `revision`. */
  trip(revision: number, limits: ConnectionLimits): Promise<View>;
  /** Asks to try the system out. */
  probe(limits: ConnectionLimits): Promise<View>;
  /** How a probe went. */
  probed(revision: number, isOk: boolean, limits: ConnectionLimits): Promise<View>;
  /** The system answered 429. */
  slow(retryAfterMs: number | undefined, limits: ConnectionLimits): Promise<View>;
}

/** Runs one pure change under the lock of the shared state. */
export type ChangeShared = <Result>(
  change: (shared: Shared | undefined, now: number) => GuardChange<Shared, Result>,
) => Promise<Result>;

export function sharedIn(sql: Sql, connectionId: string): ChangeShared {
  return (change) => changeGuard(sql, connectionId, change);
}

/** What the breaker became, where that is news. */
export function becameOf(before: Shared, { state, by }: Shared): Pick<GuardChange<Shared, unknown>, 'became'> {
  return state === before.state ? {} : { became: { state, ...(by !== undefined && { by }) } };
}

export function createGuardStore(change: ChangeShared, worker: string): GuardStore {
  const turn = (limits: ConnectionLimits, move: (shared: Shared) => Shared): Promise<View> =>
    change((stored, now) => {
      const before = at(stored, now);
      const shared = move(before);
      const tell = shared.revision !== before.revision;
      return { shared, tell, result: viewOf(shared, worker, limits), ...becameOf(before, shared) };
    });
  return {
    exchange: (ask, limits) =>
      change((stored, now) => {
        const { shared, grant } = exchange(at(stored, now), ask, limits);
        return { shared, tell: false, result: grant };
      }),
    trip: (revision, limits) =>
      turn(limits, (shared) => (limits.breaker ? tripped(shared, revision, limits.breaker) : shared)),
    probe: (limits) => turn(limits, (shared) => probing(shared, worker)),
    probed: (revision, isOk, limits) => turn(limits, (shared) => probed(shared, revision, isOk, limits)),
    slow: (retryAfterMs, limits) => turn(limits, (shared) => slowed(shared, retryAfterMs)),
  };
}
