/** How far a series of calls has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Why calls were refused, one sentence each. */
  readonly refused: readonly string[];
}

/**
 * Does the same to each item, one after another, so that a system just healed is not hit by all of them at once.
 *
 * @param act answers why it was refused, or undefined when it went well
 * @param told hears the progress after each item; answering false stops the series
 */
export async function oneByOne<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<string | undefined>,
  told: (progress: Progress) => boolean,
): Promise<Progress> {
  let progress: Progress = { done: 0, total: items.length, refused: [] };
  for (const item of items) {
    const refusal = await act(item);
    progress = {
      ...progress,
      done: progress.done + 1,
      refused: refusal === undefined ? progress.refused : [...progress.refused, refusal],
    };
    if (!told(progress)) break;
  }
  return progress;
}
