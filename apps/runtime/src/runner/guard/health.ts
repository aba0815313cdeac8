import type { ConnectionHealth } from '@lockstep/schema/api';
import type { ConnectionLimits } from '@lockstep/schema/node';
import { bucketOf, isDraining, rateShare, tokensOf } from './bucket.ts';
import { at, type Shared } from './shared.ts';

/** What people see of a connection, all processes together. `now` is the database's. */
export function healthOf(stored: Shared | undefined, limits: ConnectionLimits, now: number): ConnectionHealth {
  const shared = at(stored, now);
  const { state, since, openUntil, by } = shared;
  const members = Object.values(shared.members);
  const sum = (read: (member: (typeof members)[number]) => number) => members.reduce((all, one) => all + read(one), 0);
  const [ok, failed] = [sum((one) => one.ok), sum((one) => one.failed)];
  const bucket = bucketOf(shared, limits);
  const silent = shared.silentUntil > shared.at;
  return {
    state,
    since: new Date(since).toISOString(),
    ...(openUntil !== undefined && { until: new Date(openUntil).toISOString() }),
    ...(by !== undefined && { by }),
    failureShare: ok + failed === 0 ? 0 : Math.round((failed / (ok + failed)) * 1000) / 1000,
    inFlight: sum((one) => one.inFlight),
    waiting: sum((one) => one.queued + one.parked),
    ...(bucket && { tokens: silent ? 0 : Math.floor(tokensOf(shared, bucket)) }),
    ...(limits.rate && { rateShare: Math.round(rateShare(shared) * 100) / 100 }),
    draining: isDraining(shared),
  };
}
