import { v7 } from 'uuid';
import { type Clock, systemClock } from './clock.ts';

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
    newId: () => later(v7(), ahead),
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

/** The same id as if it had been made so much later: what is in it of chance and order stays. */
function later(id: string, ms: number): string {
  const moment = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) + ms;
  const hex = moment.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}${id.slice(13)}`;
}
