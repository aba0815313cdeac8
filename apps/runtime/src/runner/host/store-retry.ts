import { StoreUnavailableError } from '../../store/index.ts';
import { type Clock, pause } from '../clock.ts';

const PAUSE_MS = 200;

/** Asks the store until it answers, for as long as `isWanted`; other errors than a lost connection are thrown at once. */
export async function untilStoreAnswers<T>(clock: Clock, ask: () => Promise<T>, isWanted: () => boolean): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError) || !isWanted()) throw error;
      await pause(clock, PAUSE_MS);
    }
  }
}
