import type { VariableValue } from '@lockstep/schema/variables';
import type { Store } from '../../store/index.ts';
import { newestVariableRevision, readVariables, VARIABLE_CHANNEL } from '../../store/variables.ts';

export type Variables = ReadonlyMap<string, VariableValue>;

/** The variables of the installation in the memory of this process: as they are now, and as they were for runs that began before. */
export interface VariableBook {
  now(): { readonly revision: number; readonly variables: Variables };
  /** As they were after a change. What was once written never changes. @throws StoreUnavailableError */
  at(revision: number): Promise<Variables>;
  /** Reads them anew; whoever changed something waits for it. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** In case the news of a change got lost. */
const POLL_MS = 10_000;
/** Sets of earlier runs that are kept at hand. */
const MOST_SETS = 100;

/** @throws when the database cannot be reached at the start */
export async function openVariableBook(
  { db, listen }: Pick<Store, 'db' | 'listen'>,
  onError: (error: unknown) => void,
): Promise<VariableBook> {
  const sets = new Map<number, Promise<Variables>>();
  let now: { readonly revision: number; readonly variables: Variables } = { revision: 0, variables: new Map() };
  let reading: Promise<void> = Promise.resolve();

  async function read(): Promise<void> {
    const revision = await newestVariableRevision(db);
    if (revision !== now.revision) now = { revision, variables: await readSet(revision) };
  }
  async function readSet(revision: number): Promise<Variables> {
    const rows = await readVariables(db, revision);
    return new Map(rows.flatMap(({ name, held }) => (held ? [[name, held] as const] : [])));
  }
  /** One after the other, so that what was read first never replaces what was read last. */
  function refresh(): Promise<void> {
    reading = reading.catch(() => undefined).then(read);
    return reading;
  }

  const look = () => void refresh().catch(onError);
  await refresh();
  const unlisten = await listen(VARIABLE_CHANNEL, look, look);
  const poll = setInterval(look, POLL_MS);
  return {
    now: () => now,
    async at(revision) {
      if (revision === now.revision) return now.variables;
      const known = sets.get(revision) ?? readSet(revision);
      sets.delete(revision);
      sets.set(revision, known);
      known.catch(() => sets.delete(revision));
      for (const oldest of sets.size > MOST_SETS ? [...sets.keys()].slice(0, 1) : []) sets.delete(oldest);
      return known;
    },
    refresh,
    async close() {
      clearInterval(poll);
      await unlisten().catch(() => undefined);
    },
  };
}
