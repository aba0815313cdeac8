import { type ConnectionLimits, DEFAULT_BREAKER } from '@lockstep/schema/node';
import { type ConnectionGuard, createConnectionGuard } from './connection-guard.ts';
import { type ChangeShared, createGuardStore } from './guard-store.ts';
import type { Shared } from './shared.ts';
import type { Call, GuardedConnection } from './types.ts';

export const testLimits = {
  breaker: { ...DEFAULT_BREAKER, minCalls: 20, consecutiveFailures: 3, openMs: 1_000, maxOpenMs: 4_000 },
  drainPerSecond: 10,
} satisfies ConnectionLimits;

export function connectionWith(limits: ConnectionLimits, id = 'erp'): GuardedConnection {
  return { id, name: 'The ERP', system: 'http', baseUrl: 'http://erp.test', settings: {}, limits };
}

export function callOf(change: Partial<Call> = {}): Call {
  return { since: 0, continuing: false, patienceMs: 500, signal: new AbortController().signal, ...change };
}

/** What several processes share, in memory; a change is told to all guards made here, as NOTIFY does. */
export function sharedWorld(limits: ConnectionLimits): {
  readonly shared: () => Shared | undefined;
  readonly meetings: () => number;
  guard(worker: string): ConnectionGuard;
  readonly change: ChangeShared;
} {
  let shared: Shared | undefined;
  let meetings = 0;
  const guards: ConnectionGuard[] = [];
  const change: ChangeShared = async (move) => {
    meetings += 1;
    const next = move(shared, Date.now());
    shared = next.shared;
    if (next.tell) for (const guard of guards) guard.look();
    return next.result;
  };
  return {
    shared: () => shared,
    meetings: () => meetings,
    change,
    guard(worker) {
      const guard = createConnectionGuard(connectionWith(limits), {
        worker,
        store: createGuardStore(change, worker),
        clock: Date.now,
        warn: (error, message) => {
          throw new Error(message, { cause: error });
        },
      });
      guards.push(guard);
      return guard;
    },
  };
}
