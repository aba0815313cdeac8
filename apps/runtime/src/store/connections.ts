import type { ConnectionLimits } from '@lockstep/schema/node';
import { eq, inArray, sql } from 'drizzle-orm';
import { passing } from './journal/errors.ts';
import type { Db } from './open-store.ts';
import { connections } from './tables/index.ts';

/** A connection as it is stored: its secrets sealed. */
export interface StoredConnection {
  readonly id: string;
  readonly name: string;
  readonly system: string;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Buffer | null;
  /** Null: the defaults of its type. */
  readonly limits: ConnectionLimits | null;
  readonly updatedAt: Date;
}

type Changed = Omit<StoredConnection, 'id' | 'updatedAt'>;

/** Channel on which every process hears that a connection changed; the payload is its id. */
export const CONNECTION_CHANNEL = 'lockstep_connections';

export function listConnections(db: Db): Promise<readonly StoredConnection[]> {
  return db.select().from(connections).orderBy(connections.name, connections.id);
}

/** @throws StoreUnavailableError */
export async function readConnection(db: Db, id: string): Promise<StoredConnection | undefined> {
  const [row] = await passing(db.select().from(connections).where(eq(connections.id, id)));
  return row;
}

/** Names of connections by id; of those that are gone there is none. */
export async function connectionNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { id, name } = connections;
  const rows = await db
    .select({ id, name })
    .from(connections)
    .where(inArray(id, [...ids]));
  return new Map(rows.map((row) => [row.id, row.name]));
}

/**
 * Creates or changes a connection. `next` is given the stored one, locked, so that secrets left out can be kept without a race.
 * Answers `undefined`, and writes nothing, when `next` does. Other processes wait meanwhile, so `next` must end soon.
 */
export function putConnection(
  db: Db,
  id: string,
  next: (old: StoredConnection | undefined) => Changed | undefined | Promise<Changed | undefined>,
): Promise<StoredConnection | undefined> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`connection:${id}`}, 0))`);
    const [old] = await tx.select().from(connections).where(eq(connections.id, id));
    const values = await next(old);
    if (values === undefined) return undefined;
    const [saved] = await tx
      .insert(connections)
      .values({ id, ...values })
      .onConflictDoUpdate({ target: connections.id, set: { ...values, updatedAt: sql`now()` } })
      .returning();
    await tx.execute(sql`select pg_notify(${CONNECTION_CHANNEL}, ${id})`);
    return saved;
  });
}
