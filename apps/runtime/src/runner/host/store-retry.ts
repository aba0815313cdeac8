import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailableError } from '../../store/index.ts';

const PAUSE_MS = 200;

/** Asks the store until it answers, for as long as `isWanted`; other errors than a lost connection are thrown at once. */
export async function untilStoreAnswers<T>(ask: () => Promise<T>, isWanted: () => boolean): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError) || !isWanted()) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
