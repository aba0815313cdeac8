import { type Cancel, type Clock, laterByTheMachine, type TimerOptions, type Work } from './clock.ts';

/** What a clock shows. */
export interface ClockState {
  /** ISO time of the estate. */
  readonly now: string;
  readonly mode: 'running' | 'frozen';
  /** Milliseconds it is ahead of the machine's; 0 for one nobody has touched. */
  readonly aheadMs: number;
}

/** One change; members are done in this order. */
export interface ClockChange {
  /** Milliseconds since the epoch; `null`: the machine's. Timers that are passed by do not fire. */
  readonly now?: number | null | undefined;
  readonly mode?: ClockState['mode'] | undefined;
  /** Milliseconds forward, timers fire as they come due, in their order. */
  readonly advanceMs?: number | undefined;
}

/** The one clock of an estate: running with the machine's, ahead of it, or frozen. */
export interface EstateClock extends Clock {
  readonly later: NonNullable<Clock['later']>;
  readonly wall: NonNullable<Clock['wall']>;
  readonly underWay: NonNullable<Clock['underWay']>;
  state(): ClockState;
  /** Changes one after another; settles when every timer that came due is done and nothing is on the wire. */
  change(change: ClockChange): Promise<ClockState>;
  /** Settles when nothing is on the wire. */
  quiet(): Promise<void>;
  /** Gives up all timers. */
  close(): void;
}

interface Task {
  readonly dueAt: number;
  readonly work: Work;
  disarm?: Cancel;
}

/**
 * @param machine the clock it runs with
 * @param frozenAt milliseconds since the epoch at which it stands from the beginning; running where absent
 */
export function createEstateClock(machine: () => number = Date.now, frozenAt?: number): EstateClock {
  let stoodAt = frozenAt;
  let aheadMs = 0;
  let isJumping = false;
  let jumpEnd = 0;
  let changes: Promise<unknown> = Promise.resolve();
  // Kept in the order they were armed, so that two of one moment fire in it.
  const tasks = new Set<Task>();
  const wires = new Set<Promise<unknown>>();

  const now = (): number => stoodAt ?? machine() + aheadMs;
  const put = (at: number): void => {
    if (stoodAt === undefined) aheadMs = at - machine();
    else stoodAt = at;
  };
  const fire = (task: Task): void | Promise<void> => {
    tasks.delete(task);
    return task.work();
  };
  const arm = (task: Task): void => {
    task.disarm?.();
    if (stoodAt !== undefined || isJumping) return;
    task.disarm = laterByTheMachine(task.dueAt - now(), () => (now() < task.dueAt ? arm(task) : fire(task)));
  };
  const later = (ms: number, work: Work, { restsInJumps = false }: TimerOptions = {}): Cancel => {
    const task: Task = { dueAt: (isJumping && restsInJumps ? jumpEnd : now()) + ms, work };
    tasks.add(task);
    arm(task);
    return () => {
      task.disarm?.();
      tasks.delete(task);
    };
  };
  const quiet = async (): Promise<void> => {
    while (wires.size > 0) await Promise.allSettled(wires);
  };
  const nextUntil = (end: number): Task | undefined => {
    let first: Task | undefined;
    for (const task of tasks) if (task.dueAt <= end && (first === undefined || task.dueAt < first.dueAt)) first = task;
    return first;
  };

  const jump = async (ms: number): Promise<void> => {
    jumpEnd = now() + ms;
    isJumping = true;
    for (const task of tasks) task.disarm?.();
    try {
      for (let task = nextUntil(jumpEnd); task; task = nextUntil(jumpEnd)) {
        put(Math.max(now(), task.dueAt));
        await fire(task);
        await quiet();
      }
      put(Math.max(now(), jumpEnd));
    } finally {
      isJumping = false;
    }
  };

  const apply = async ({ now: at, mode, advanceMs }: ClockChange): Promise<ClockState> => {
    if (mode === 'frozen') stoodAt ??= now();
    else if (mode === 'running' && stoodAt !== undefined) {
      aheadMs = stoodAt - machine();
      stoodAt = undefined;
    }
    if (at === null && stoodAt === undefined) aheadMs = 0;
    else if (at !== undefined) put(at ?? machine());
    if (advanceMs !== undefined) await jump(advanceMs);
    for (const task of tasks) arm(task);
    return state();
  };
  const state = (): ClockState => ({
    now: new Date(now()).toISOString(),
    mode: stoodAt === undefined ? 'running' : 'frozen',
    aheadMs: stoodAt === undefined ? aheadMs : stoodAt - machine(),
  });

  return Object.assign(() => now(), {
    later,
    wall: () => stoodAt ?? machine(),
    underWay: (sending: Promise<unknown>) => {
      wires.add(sending);
      const done = (): void => void wires.delete(sending);
      sending.then(done, done);
    },
    state,
    change: (change: ClockChange): Promise<ClockState> => {
      const done = changes.then(() => apply(change));
      changes = done.catch(() => undefined);
      return done;
    },
    quiet,
    close: () => {
      for (const task of tasks) task.disarm?.();
      tasks.clear();
    },
  });
}
