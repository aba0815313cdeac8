import { FLOW_CHANNEL } from '../store/flows.ts';
import type { Db, Store } from '../store/index.ts';
import { listTriggers, type PublishedTrigger } from '../store/published-triggers.ts';
import { startLoop } from './loop.ts';

/** Something that reads until it is stopped. */
export interface AtWork {
  stop(): Promise<void>;
}

export interface ReaderSet<Wanted> {
  readonly db: Db;
  readonly listen: Store['listen'];
  /** Types of triggers that are read for. */
  readonly types: readonly string[];
  /** What a trigger reads; undefined where its parameters cannot be read. */
  readonly wantedBy: (trigger: PublishedTrigger) => Wanted | undefined;
  readonly keepReading: (wanted: Wanted) => AtWork;
  readonly onError: (error: unknown) => void;
}

const POLL_MS = 15_000;

/** Keeps a reader at work for every trigger of what is published, until it is closed. */
export async function startReaderSet<Wanted>({
  db,
  listen,
  types,
  wantedBy,
  keepReading,
  onError,
}: ReaderSet<Wanted>): Promise<{ close(): Promise<void> }> {
  const readers = new Map<string, AtWork>();

  async function reconcile(): Promise<undefined> {
    const wanted = new Map(
      (await listTriggers(db, types)).flatMap((trigger) => {
        const reader = wantedBy(trigger);
        return reader ? [[JSON.stringify(reader), reader] as const] : [];
      }),
    );
    const gone = [...readers].filter(([key]) => !wanted.has(key));
    for (const [key] of gone) readers.delete(key);
    await Promise.all(gone.map(([, reader]) => reader.stop()));
    for (const [key, reader] of wanted) {
      if (!readers.has(key)) readers.set(key, keepReading(reader));
    }
    return undefined;
  }

  const loop = startLoop({ look: reconcile, everyMs: POLL_MS, onError });
  const unlisten = await listen(FLOW_CHANNEL, loop.nudge, loop.nudge);
  loop.nudge();
  return {
    async close() {
      await unlisten().catch(() => undefined);
      await loop.close();
      await Promise.all([...readers.values()].map((reader) => reader.stop()));
    },
  };
}
