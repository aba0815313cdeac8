import type { Json } from '@lockstep/schema/run';
import type { Journal } from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { Resolve } from './messages.ts';
import { untilStoreAnswers } from './store-retry.ts';

/** Gives the values of one run's payloads; a claim-checked one is loaded once, however long the database is away. */
export function createResolve(
  { journal, clock }: { readonly journal: Pick<Journal, 'loadPayload'>; readonly clock: Clock },
  isWanted: () => boolean,
): Resolve {
  const loaded = new Map<string, Promise<Json>>();
  return (payload) => {
    if ('value' in payload) return payload.value;
    const { ref } = payload;
    const known = loaded.get(ref);
    if (known) return known;
    const text = untilStoreAnswers(clock, () => journal.loadPayload(ref), isWanted);
    const value = text.then((json) => JSON.parse(json) as Json);
    loaded.set(ref, value);
    return value;
  };
}
