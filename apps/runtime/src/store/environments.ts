import { desc, eq, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { environments, promotions } from './tables/index.ts';

export type StoredEnvironment = typeof environments.$inferSelect;
export type StoredPromotion = typeof promotions.$inferSelect;

export function listEnvironments(db: Db): Promise<readonly StoredEnvironment[]> {
  return db.select().from(environments).orderBy(environments.name);
}

export async function readEnvironmentRow(db: Db, name: string): Promise<StoredEnvironment | undefined> {
  const [row] = await db.select().from(environments).where(eq(environments.name, name));
  return row;
}

/** @param token `undefined` keeps the one there is */
export async function putEnvironment(
  db: Db,
  {
    name,
    url,
    token,
    by,
  }: {
    readonly name: string;
    readonly url: string;
    readonly token: Buffer | null | undefined;
    readonly by: string;
  },
): Promise<StoredEnvironment> {
  const values = { url, changedBy: by, ...(token !== undefined && { token }) };
  const [row] = await db
    .insert(environments)
    .values({ name, ...values })
    .onConflictDoUpdate({ target: environments.name, set: { ...values, changedAt: sql`clock_timestamp()` } })
    .returning();
  if (!row) throw new Error('The environment was not written.');
  return row;
}

export async function removeEnvironment(db: Db, name: string): Promise<boolean> {
  return (await db.delete(environments).where(eq(environments.name, name)).returning()).length > 0;
}

export async function keepPromotion(db: Db, promotion: typeof promotions.$inferInsert): Promise<StoredPromotion> {
  const [row] = await db.insert(promotions).values(promotion).returning();
  if (!row) throw new Error('The promotion was not written.');
  return row;
}

/** Newest first. */
export function listPromotions(db: Db, limit: number): Promise<readonly StoredPromotion[]> {
  return db.select().from(promotions).orderBy(desc(promotions.promotedAt)).limit(limit);
}
