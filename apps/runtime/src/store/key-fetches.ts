import { sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { keyFetches } from './tables/index.ts';

/**
 * Takes the right to fetch the public keys of a connection: true for one process, once in `pauseMs`, whoever asks how often.
 * By the clock of the database.
 */
export async function claimKeyFetch(db: Db, connection: string, pauseMs: number): Promise<boolean> {
  const claimed = await db
    .insert(keyFetches)
    .values({ connection, askedAt: sql`clock_timestamp()` })
    .onConflictDoUpdate({
      target: keyFetches.connection,
      set: { askedAt: sql`excluded.asked_at` },
      setWhere: sql`${keyFetches.askedAt} < excluded.asked_at - ${pauseMs}::double precision * interval '1 millisecond'`,
    })
    .returning({ connection: keyFetches.connection });
  return claimed.length > 0;
}
