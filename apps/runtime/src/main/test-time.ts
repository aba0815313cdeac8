import type { EstateService } from '@lockstep/nodes/simulators';
import type { TestTime } from '../http/ports.ts';
import { pause, systemClock } from '../runner/clock.ts';
import { createTestClock, type TestClock } from '../runner/test-clock.ts';
import { nextTick } from '../scheduler/next-tick.ts';
import type { Store } from '../store/index.ts';
import { leftAheadMs, TIME_CHANNEL } from '../store/test-clock.ts';
import { lookForWork } from '../store/test-mode.ts';
import type { Logger } from '../telemetry/index.ts';

const LOOK_MS = 15;
/** For so long time waits for what is being done; a run that only waits is none of it. */
const PATIENCE_MS = 30_000;
/** The clocks of two processes are read so far apart at most. */
const BEHIND_MS = 5_000;
/** Stops on the way, at most; the rest passes at once. A run that goes on every second has 172,800 in two days. */
const MOST_STOPS = 300;

/** Says that what a database keeps was written at times that are still to come. */
export async function warnOfTime({ sql }: Pick<Store, 'sql'>, log: Pick<Logger, 'warn'>): Promise<void> {
  const aheadMs = await leftAheadMs(sql);
  if (aheadMs === 0) return;
  log.warn('Tests put the time of this database ahead. What waits in it is due by that time: use another one.', {
    aheadMs,
  });
}

/** The clock of this process; with the time that passed already where the database is one for tests. */
export async function openTime(store: Store): Promise<TestClock | undefined> {
  const { testClock } = store;
  if (!testClock) return undefined;
  const clock = createTestClock(await testClock.readAheadMs());
  await store.listen(
    TIME_CHANNEL,
    (aheadMs) => clock.passTo(Number(aheadMs)),
    () => void testClock.readAheadMs().then(clock.passTo, () => undefined),
  );
  return clock;
}

/**
 * Lets time pass as tests say. The simulated systems come first, so that what they send on the way is there; then the
 * runtime, from one moment at which a run goes on, or a schedule that makes up for nothing fires, to the next, each waited for,
 * as if the days had really passed. What looks by the clock (schedules, milestones, folders) has looked when it settles.
 */
export function passingTime(
  clock: TestClock,
  {
    store,
    estate,
    look,
  }: {
    readonly store: Store;
    readonly estate: Pick<EstateService, 'setClock' | 'status'> | undefined;
    /** Lets everything look that goes by the clock. */
    readonly look: () => Promise<unknown>;
  },
): TestTime {
  const { db, testClock } = store;
  let turn: Promise<unknown> = Promise.resolve();

  async function hop(ms: number): Promise<void> {
    await passInEstate(ms);
    await settled();
    clock.passTo((await testClock?.pass(ms)) ?? 0);
    await look();
  }

  /** A simulated system that began anew stands at the time of the machine: it is told what time it is first. */
  async function passInEstate(advanceMs: number): Promise<void> {
    if (!estate) return;
    const known = Date.parse((await estate.status()).clock.now);
    const isBehind = clock.now() - known > BEHIND_MS;
    await estate.setClock({ ...(isBehind && { now: clock.now() }), advanceMs });
  }

  async function settled() {
    const until = systemClock.monotonic() + PATIENCE_MS;
    for (;;) {
      const found = await lookForWork(db);
      if (found.idle || systemClock.monotonic() > until) return found;
      await pause(systemClock, LOOK_MS);
    }
  }

  /** @param end how far ahead the clock is then */
  async function passTo(end: number): Promise<'passed' | 'busy'> {
    for (let stop = 0; stop <= MOST_STOPS; stop += 1) {
      const { idle, nextDueAt } = await settled();
      if (!idle) return 'busy';
      const dues = [nextDueAt === undefined ? undefined : Date.parse(nextDueAt) + 1, await nextTick(db, clock.now())];
      const due = Math.min(...dues.filter((at) => at !== undefined));
      const left = end - clock.aheadMs();
      if (left <= 0) return 'passed';
      await hop(stop === MOST_STOPS ? left : Math.min(left, Math.max(1, due - clock.now())));
    }
    return (await settled()).idle ? 'passed' : 'busy';
  }

  return {
    read: () => ({ now: new Date(clock.now()).toISOString(), aheadMs: clock.aheadMs() }),
    pass(ms) {
      const passed = turn.then(() => passTo(clock.aheadMs() + ms));
      turn = passed.catch(() => undefined);
      return passed;
    },
  };
}
