import { rateAhead } from './bucket.ts';
import type { View } from './exchange.ts';
import { type RefusalCode, refusal } from './refusals.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import type { GuardedConnection } from './types.ts';

/** A system that was paused by hand is looked at this often by those that wait. */
const BY_HAND_MS = 15_000;
/** Nobody is parked for less: there is a turn of the run for it. */
const LEAST_PARK_MS = 250;
/** Steps after which the older half of what is known of their calls is forgotten. */
const REMEMBERED = 500;

/** Steps that wait elsewhere until their turn. */
export interface Parking extends Pick<Schedule, 'pending' | 'tail' | 'restart'> {
  /** The error of a call that is not let out; its step gets a turn. */
  refuse(code: RefusalCode): Error;
  /** The turn of a step, in milliseconds from now. */
  park(): number;
  /** A call left: how many a step makes decides how many steps are let come in a second. */
  sent(continuing: boolean): void;
  readonly refused: Readonly<Record<RefusalCode, number>>;
}

export function createParking({
  clock,
  view,
  left,
  connection,
}: {
  readonly clock: () => number;
  readonly view: () => View | undefined;
  /** What is left of a time the view names; Infinity when it names none. */
  readonly left: (ms: number | undefined) => number;
  readonly connection: () => Pick<GuardedConnection, 'id' | 'name' | 'limits'>;
}): Parking {
  const schedule = createSchedule();
  const refused: Record<RefusalCode, number> = { 'connection-paused': 0, 'rate-limited': 0 };
  let [steps, calls] = [0, 0];

  function park(): number {
    const now = clock();
    const { limits } = connection();
    const known = view();
    const isSlow = known !== undefined && (known.state !== 'closed' || known.isDraining);
    const callsOfStep = steps === 0 ? 1 : Math.max(1, calls / steps);
    const members = known?.members ?? 1;
    const spacingAt = (moment: number) => {
      const perSecond = (isSlow ? undefined : rateAhead(known?.bucket, limits, moment - now)) ?? limits.drainPerSecond;
      return (1000 / perSecond) * callsOfStep * members;
    };
    const waitMs = known?.state === 'open' ? left(known.openMs) : left(known?.silentMs ?? 0);
    const from = now + Math.max(LEAST_PARK_MS, Number.isFinite(waitMs) ? waitMs : BY_HAND_MS);
    return schedule.take(from, spacingAt) - now;
  }

  return {
    ...schedule,
    refused,
    park,
    refuse(code) {
      refused[code] += 1;
      return refusal({ code, connection: connection(), retryAfterMs: park() });
    },
    sent(continuing) {
      if (steps >= REMEMBERED) [steps, calls] = [steps / 2, calls / 2];
      if (!continuing) steps += 1;
      calls += 1;
    },
  };
}
