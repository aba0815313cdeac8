import { randomUUID } from 'node:crypto';
import { LiveEvent } from '@lockstep/schema/api';
import { z } from 'zod';
import type { LiveFeed } from '../http/ports.ts';
import type { Store } from '../store/index.ts';

const CHANNEL = 'lockstep_live';
/** Changes of one run within this time are one message. */
const WINDOW_MS = 250;
/** Most run changes told in one window: beyond it the screens are told of the newest ones only. */
const MAX_RUNS = 400;
/** Messages kept for readers that come back. */
const KEPT = 2000;
/** NOTIFY carries less than 8000 bytes. */
const MAX_NOTIFY_BYTES = 7500;

export interface Feed extends LiveFeed {
  close(): Promise<void>;
}

const Letter = z.object({ from: z.string(), events: z.array(LiveEvent) });

/**
 * The stream of changes, gathered over all processes of this database. It may drop what is superseded; whoever hears
 * it fetches the truth.
 */
export async function createLiveFeed(
  store: Pick<Store, 'listen' | 'notify'>,
  onError: (error: unknown) => void,
): Promise<Feed> {
  const self = randomUUID();
  const listeners = new Set<(id: string, event: LiveEvent) => void>();
  const kept: (readonly [string, LiveEvent])[] = [];
  let waiting = new Map<string, LiveEvent>();
  let timer: NodeJS.Timeout | undefined;
  let count = 0;

  function tell(event: LiveEvent): void {
    count += 1;
    const id = `${self.slice(0, 8)}-${count}`;
    kept.push([id, event]);
    if (kept.length > KEPT) kept.splice(0, KEPT / 4);
    for (const listener of listeners) listener(id, event);
  }

  async function flush(): Promise<void> {
    timer = undefined;
    const events = [...waiting.values()].slice(-MAX_RUNS);
    waiting = new Map();
    for (const event of events) tell(event);
    for (const payload of letters(self, events)) await store.notify(CHANNEL, payload);
  }

  function publish(event: LiveEvent): void {
    const key = `${event.type}:${subjectOf(event)}`;
    waiting.delete(key);
    waiting.set(key, event);
    timer ??= setTimeout(() => void flush().catch(onError), WINDOW_MS);
  }

  const unlisten = await store.listen(CHANNEL, (payload) => {
    const letter = Letter.safeParse(JSON.parse(payload));
    if (letter.success && letter.data.from !== self) letter.data.events.forEach(tell);
  });

  return {
    publish,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    since(id) {
      const at = kept.findIndex(([known]) => known === id);
      return at === -1 ? undefined : kept.slice(at + 1);
    },
    async close() {
      clearTimeout(timer);
      await unlisten();
    },
  };
}

/** As few letters as hold all events. */
function letters(from: string, events: readonly LiveEvent[]): readonly string[] {
  const found: string[] = [];
  let batch: LiveEvent[] = [];
  let bytes = 100;
  for (const event of events) {
    const size = JSON.stringify(event).length + 1;
    if (bytes + size > MAX_NOTIFY_BYTES) {
      found.push(JSON.stringify({ from, events: batch }));
      batch = [];
      bytes = 100;
    }
    batch.push(event);
    bytes += size;
  }
  return batch.length === 0 ? found : [...found, JSON.stringify({ from, events: batch })];
}

/** What an event is about: of several within a moment, only the last is told. */
function subjectOf(event: LiveEvent): string {
  if ('runId' in event) return event.runId;
  if ('table' in event) return event.table;
  if ('name' in event) return event.name;
  return 'capability' in event ? event.capability : event.flowId;
}
