export interface Counts {
  readonly ok: number;
  readonly failed: number;
}

/** How calls went lately. Times are epoch milliseconds of the caller, and never go back. */
export interface OutcomeWindow {
  record(isFailed: boolean, now: number): void;
  counts(now: number): Counts;
  /** Failures since the last success, however long ago. */
  consecutive(): number;
  reset(): void;
}

const PARTS = 10;

/** Counts over the last `windowMs`, exact to a tenth of it. */
export function createOutcomeWindow(windowMs: number): OutcomeWindow {
  const partMs = windowMs / PARTS;
  let parts: { readonly part: number; ok: number; failed: number }[] = [];
  let inARow = 0;

  const forget = (now: number) => {
    const oldest = Math.floor(now / partMs) - PARTS + 1;
    parts = parts.filter(({ part }) => part >= oldest);
  };

  return {
    record(isFailed, now) {
      forget(now);
      const part = Math.floor(now / partMs);
      let current = parts.find((each) => each.part === part);
      if (!current) {
        current = { part, ok: 0, failed: 0 };
        parts.push(current);
      }
      if (isFailed) current.failed += 1;
      else current.ok += 1;
      inARow = isFailed ? inARow + 1 : 0;
    },
    counts(now) {
      forget(now);
      return parts.reduce((sum, { ok, failed }) => ({ ok: sum.ok + ok, failed: sum.failed + failed }), {
        ok: 0,
        failed: 0,
      });
    },
    consecutive: () => inARow,
    reset() {
      parts = [];
      inARow = 0;
    },
  };
}
