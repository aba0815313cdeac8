import type { BreakerState } from '@lockstep/schema/node';
import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { breakerChanges } from '../tables/index.ts';

export interface BreakerChange {
  readonly connectionId: string;
  readonly at: Date;
  readonly state: BreakerState;
  readonly by: string | null;
}

/** Changes of all breakers within a time, each connection's in order, and the last one before it: what held when it began. */
export async function readBreakerChanges(db: Db, from: Date, to: Date): Promise<readonly BreakerChange[]> {
  const { connectionId, at, state, by } = breakerChanges;
  const [before, within] = await Promise.all([
    db
      .selectDistinctOn([connectionId], { connectionId, at, state, by })
      .from(breakerChanges)
      .where(lt(at, from))
      .orderBy(connectionId, sql`${at} desc`),
    db
      .select({ connectionId, at, state, by })
      .from(breakerChanges)
      .where(and(gte(at, from), lt(at, to)))
      .orderBy(asc(connectionId), asc(at))
      .limit(5_000),
  ]);
  return [...before, ...within];
}

/** When breakers opened within a time: what disturbed everything else. */
export async function readOpenings(db: Db, from: Date, to: Date): Promise<readonly BreakerChange[]> {
  const { connectionId, at, state, by } = breakerChanges;
  return db
    .select({ connectionId, at, state, by })
    .from(breakerChanges)
    .where(and(gte(at, from), lt(at, to), eq(state, 'open')))
    .orderBy(asc(at))
    .limit(200);
}
