/** Something that is looked at again and again. */
export interface Loop {
  /** Looks now, or once more when a look is under way: so that it surely sees what its caller wrote. */
  nudge(): void;
  /** Looks as `nudge`, and resolves when that look has ended. */
  looked(): Promise<void>;
  /** Ends after the look that is under way. */
  close(): Promise<void>;
}

/**
 * Looks every so often, one look at a time. A look that fails is told of, and the next one tries again.
 *
 * @param look may say in how many milliseconds to look again, at most `everyMs`
 * @param everyMs also before the first look; spread a little, so that processes do not look in step
 */
export function startLoop({
  look,
  everyMs,
  onError,
}: {
  readonly look: () => Promise<number | undefined>;
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}): Loop {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let again = false;
  let underWay: Promise<void> | undefined;

  function nudge(): void {
    if (closed) return;
    if (underWay) {
      again = true;
      return;
    }
    clearTimeout(timer);
    underWay = run();
  }

  async function run(): Promise<void> {
    let inMs: number | undefined;
    try {
      do {
        again = false;
        inMs = await look();
      } while (again && !closed);
    } catch (error) {
      onError(error);
    } finally {
      underWay = undefined;
    }
    if (closed) return;
    timer = setTimeout(nudge, Math.min(everyMs, inMs ?? spread(everyMs)));
  }

  timer = setTimeout(nudge, spread(everyMs));
  return {
    nudge,
    async looked() {
      nudge();
      await underWay;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

function spread(ms: number): number {
  return ms * (0.75 + Math.random() / 4);
}
