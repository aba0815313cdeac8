import type { DoorRoom } from '../../store/life/door-windows.ts';
import { problem } from '../problem.ts';

export interface DoorLimits {
  /**
   * Resolves when one more message may be taken.
   *
   * @throws ProblemError `rate-limited` (429, Retry-After) for the rest of the minute
   */
  admit(door: { readonly flowId: string; readonly node: string }, limit: number): Promise<void>;
}

/** Share of a limit that a process takes for itself at a time: as many questions a minute, and what is lost at most. */
const SHARE = 10;

interface Lease {
  left: number;
  /** `performance.now()` at which the minute is over. */
  readonly endsAt: number;
}

/**
 * Keeps the limits of doors, exactly, for all processes together: room is taken out of the minute in the database some messages
 * at a time, so a burst asks it ten times, not once a message. When nothing is left nobody asks until the next minute.
 */
export function createDoorLimits(
  take: (
    door: { readonly flowId: string; readonly node: string },
    room: { readonly limit: number; readonly want: number },
  ) => Promise<DoorRoom>,
): DoorLimits {
  const leases = new Map<string, Lease>();
  const asking = new Map<string, Promise<void>>();

  async function ask(key: string, door: { readonly flowId: string; readonly node: string }, limit: number) {
    const from = performance.now();
    const { granted, endsInMs } = await take(door, { limit, want: Math.max(1, Math.floor(limit / SHARE)) });
    leases.set(key, { left: granted, endsAt: from + endsInMs });
  }

  return {
    async admit(door, limit) {
      const key = `${door.flowId} ${door.node}`;
      for (;;) {
        const lease = leases.get(key);
        const now = performance.now();
        if (lease && now < lease.endsAt) {
          if (lease.left > 0) {
            lease.left -= 1;
            if (lease.left === 0) leases.delete(key);
            return;
          }
          throw tooMany(limit, lease.endsAt - now);
        }
        const under = asking.get(key) ?? ask(key, door, limit).finally(() => asking.delete(key));
        asking.set(key, under);
        await under;
      }
    },
  };
}

function tooMany(limit: number, ms: number) {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const detail = `This address takes ${limit} messages a minute. Nothing was stored; send it again in ${seconds} s.`;
  return problem('rate-limited', detail, { limit }, { 'retry-after': String(seconds) });
}
