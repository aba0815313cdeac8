import type { Json } from '@lockstep/schema/run';
import type { Journal } from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { Resolve } from './messages.ts';
import { untilStoreAnswers } from './store-retry.ts';

/** Size of claim-checked values that one run keeps at hand, in bytes of JSON. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;

/**
 * Gives the values of one run's payloads; a claim-checked one is loaded once, however long the database is away. The newest are
 * kept, the others loaded again: a run may have a hundred thousand items with a large value each.
 */
export function createResolve(
  { journal, clock }: { readonly journal: Pick<Journal, 'loadPayload'>; readonly clock: Clock },
  isWanted: () => boolean,
): Resolve {
  const loaded = new Map<string, { readonly value: Promise<Json>; readonly bytes: number }>();
  let keptBytes = 0;
  return (payload) => {
    if ('value' in payload) return payload.value;
    const { ref, bytes } = payload;
    const known = loaded.get(ref);
    if (known) return known.value;
    const text = untilStoreAnswers(clock, () => journal.loadPayload(ref), isWanted);
    const value = text.then((json) => JSON.parse(json) as Json);
    loaded.set(ref, { value, bytes });
    keptBytes += bytes;
    for (const [oldest, kept] of loaded) {
      if (keptBytes <= MAX_KEPT_BYTES || oldest === ref) break;
      loaded.delete(oldest);
      keptBytes -= kept.bytes;
    }
    return value;
  };
}
