/** Never more often than this: one round trip serves all calls that came meanwhile. */
const GAP_MS = 40;
/** After a meeting that failed. */
const ERROR_GAP_MS = 500;

/** When a process meets the others: many wishes are one meeting, one at a time. */
export interface Meetings {
  /** Meets soon, or in `ms`. */
  ask(ms?: number): void;
  /** Something else that only one may do at a time. Resolves when it is over. */
  insteadOf(task: () => Promise<void>): Promise<void>;
  isUnderWay(): boolean;
  /** Milliseconds since the last meeting that went well was begun; Infinity before the first. */
  age(): number;
  /** No further ones; resolves when the last is over. */
  end(): Promise<void>;
}

/**
 * @param meet rejects when the others could not be met; that is tried again
 * @param after told after each, well or not
 */
export function createMeetings({
  clock,
  meet,
  after,
}: {
  readonly clock: () => number;
  readonly meet: () => Promise<void>;
  readonly after: () => void;
}): Meetings {
  let underWay: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  let metAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let isWished = false;
  let isEnded = false;

  function ask(ms = 0): void {
    if (isEnded) return;
    if (underWay) {
      isWished = true;
      return;
    }
    const now = clock();
    const at = Math.max(now + ms, metAt + GAP_MS, failedAt + ERROR_GAP_MS, now);
    if (timer && due <= at) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => {
      timer = undefined;
      if (underWay) {
        isWished = true;
        return;
      }
      const begun = clock();
      void run(async () => {
        await meet();
        metAt = begun;
      });
    }, at - now);
  }

  function run(task: () => Promise<void>): Promise<void> {
    isWished = false;
    underWay = task()
      .catch(() => {
        failedAt = clock();
      })
      .finally(() => {
        underWay = undefined;
        if (isWished) ask();
        after();
      });
    return underWay;
  }

  return {
    ask,
    async insteadOf(task) {
      clearTimeout(timer);
      timer = undefined;
      await underWay;
      await run(task);
    },
    isUnderWay: () => underWay !== undefined,
    age: () => clock() - metAt,
    async end() {
      isEnded = true;
      clearTimeout(timer);
      timer = undefined;
      await underWay;
    },
  };
}
