import type { CaseEntry } from '@lockstep/schema/cases';
import type { Json } from '@lockstep/schema/run';
import type { CaseBook } from '../../store/cases/case-book.ts';
import type { NewEvent } from '../../store/index.ts';
import { type Loop, startLoop } from '../loop.ts';

/** What did not come in time is told of on this topic, by the key of the case. */
export const MISSED_TOPIC = 'case.milestone-missed';

const LOOK_MS = 2_000;
const AT_ONCE = 100;

/**
 * Looks for milestones that have not come by the moment they were expected. Each is told of as an event first and written into
 * its case then: after a crash in between it is told again under the same event id, which counts once.
 */
export function startMissedWatch({
  cases,
  publish,
  baseUrl,
  onMissed,
  onError,
  everyMs = LOOK_MS,
}: {
  readonly cases: Pick<CaseBook, 'due' | 'markMissed'>;
  readonly publish: (event: NewEvent) => Promise<unknown>;
  /** Address people reach this Lockstep under. */
  readonly baseUrl: () => string;
  readonly onMissed: (kind: string, entry: CaseEntry) => void;
  readonly onError: (error: unknown) => void;
  readonly everyMs?: number;
}): Loop {
  async function look(): Promise<number | undefined> {
    const due = await cases.due(AT_ONCE);
    for (const { kind, key, entries } of due) {
      for (const entry of entries) await publish(missedEvent({ kind, key }, entry, baseUrl()));
      for (const entry of await cases.markMissed({ kind, key })) onMissed(kind, entry);
    }
    return due.length === AT_ONCE ? 0 : undefined;
  }
  return startLoop({ look, everyMs, onError });
}

function missedEvent(
  { kind, key }: { readonly kind: string; readonly key: string },
  entry: CaseEntry,
  base: string,
): NewEvent {
  const { text = '', part, by = '' } = entry;
  const links = { case: `${base}/cases/${encodeURIComponent(kind)}/${encodeURIComponent(key)}` };
  const payload: Json = { kind, key, milestone: text, by, ...(part !== undefined && { part }), links };
  return { topic: MISSED_TOPIC, key, eventId: `${kind}:${text}:${part ?? ''}:${by}`, payload };
}
