import { Cron } from 'croner';

/** A pattern and the clock it is read on. */
export interface CronTimes {
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
}

const SECOND_MS = 1000;

/** Why this is no schedule, in a sentence; `undefined` when it is one. */
export function cronProblem(times: CronTimes): string | undefined {
  try {
    const [next] = ticksAfter(times, { after: Date.now(), count: 1 });
    return next === undefined ? 'No time ever matches this pattern.' : undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/timezone/i.test(message)) return `There is no time zone ${times.timeZone}.`;
    return `This is no cron pattern. ${message.replace(/^\w+: /, '')}`;
  }
}

/**
 * Ticks after a moment, oldest first, as epoch milliseconds; fewer than asked for when the pattern ends.
 *
 * @throws Error when the pattern or the time zone is not valid
 */
export function ticksAfter(
  times: CronTimes,
  { after, count }: { readonly after: number; readonly count: number },
): readonly number[] {
  return cronOf(times)
    .nextRuns(count, new Date(after))
    .map((tick) => tick.getTime());
}

/** The newest tick at or before a moment. @throws Error when the pattern or the time zone is not valid */
export function newestTick(times: CronTimes, at: number): number | undefined {
  const nextSecond = Math.floor(at / SECOND_MS) * SECOND_MS + SECOND_MS;
  return cronOf(times).previousRuns(1, new Date(nextSecond))[0]?.getTime();
}

/** `no-wildcard`: a pattern that names its times runs once in a repeated hour and right after a skipped one. */
function cronOf({ cron, timeZone }: CronTimes): Cron {
  return new Cron(cron.trim(), {
    timezone: timeZone,
    paused: true,
    mode: '5-or-6-parts',
    fixedTimeRule: 'no-wildcard',
  });
}
