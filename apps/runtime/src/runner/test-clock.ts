import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { type Clock, type IdOf, systemClock } from './clock.ts';

/** The clock of a process in test mode: that of the machine, and as much ahead as tests let pass. */
export interface TestClock extends Clock {
  /** What must not believe that time passed: leases, which are real. */
  readonly machine: Clock;
  aheadMs(): number;
  /** Puts it so far ahead; never back. Timers that are due by then fire at once. */
  passTo(aheadMs: number): void;
}

interface Timer {
  readonly dueAt: number;
  readonly fire: () => void;
  readonly background: 'background' | undefined;
  disarm: () => void;
}

export function createTestClock(aheadMs = 0, machine: Clock = systemClock): TestClock {
  const armed = new Set<Timer>();
  let ahead = aheadMs;
  const now = () => machine.now() + ahead;
  const arm = (timer: Timer): void => {
    const fire = () => {
      armed.delete(timer);
      timer.fire();
    };
    timer.disarm = machine.after(Math.max(0, timer.dueAt - now()), fire, timer.background);
  };
  return {
    machine,
    now,
    monotonic: machine.monotonic,
    after(ms, fire, background) {
      const timer: Timer = { dueAt: now() + ms, fire, background, disarm: () => undefined };
      armed.add(timer);
      arm(timer);
      return () => {
        armed.delete(timer);
        timer.disarm();
      };
    },
    random: machine.random,
    newId: (of) => (of?.runId.startsWith(SEEDED) ? partOf(of) : later(v7(), ahead)),
    aheadMs: () => ahead,
    passTo(to) {
      if (to <= ahead) return;
      ahead = to;
      for (const timer of armed) {
        timer.disarm();
        arm(timer);
      }
    },
  };
}

/** How the id of a run by a seed begins: no run of a real time is of January 1970 (`store/test-ids.ts`). */
const SEEDED = '0000';

/** An id beside that of its run in every list, the same each time. */
function partOf({ runId, what, nr }: IdOf): string {
  const hash = createHash('sha256').update(`${runId} ${what} ${nr}`).digest('hex');
  const place = (nr % 4_096).toString(16).padStart(3, '0');
  return `${runId.slice(0, 13)}-7${place}-8${hash.slice(0, 3)}-${hash.slice(3, 15)}`;
}

/** The same id as if it had been made so much later: what is in it of chance and order stays. */
function later(id: string, ms: number): string {
  const moment = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) + ms;
  const hex = moment.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}${id.slice(13)}`;
}
