/** Changes that follow one another. */
export interface Turns<Result> {
  /** Does `change` when those before it are done. */
  add(change: () => Promise<Result>): void;
  /** True while one is under way or to come. */
  isUnderWay(): boolean;
  end(): Promise<void>;
}

/**
 * @param onDone told of the last of several: what those before it gave is out of date
 * @param after told after each, well or not
 */
export function createTurns<Result>({
  onDone,
  onError,
  after,
}: {
  readonly onDone: (result: Result) => void;
  readonly onError: (error: unknown) => void;
  readonly after: () => void;
}): Turns<Result> {
  let open = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    add(change) {
      open += 1;
      last = last
        .then(change)
        .then(
          (result) => {
            open -= 1;
            if (open === 0) onDone(result);
          },
          (error: unknown) => {
            open -= 1;
            onError(error);
          },
        )
        .then(after);
    },
    isUnderWay: () => open > 0,
    end: () => last,
  };
}
