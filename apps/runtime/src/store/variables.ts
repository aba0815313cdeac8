import type { VariableValue } from '@lockstep/schema/variables';
import { desc, eq, getTableColumns, lte, sql } from 'drizzle-orm';
import { passing } from './journal/errors.ts';
import type { Db } from './open-store.ts';
import { variableChanges } from './tables/index.ts';

/** Channel on which every process hears that a variable changed. */
export const VARIABLE_CHANNEL = 'lockstep_variables';

export type StoredVariable = typeof variableChanges.$inferSelect;

/** What a variable is to be; `held: null` removes it. */
export interface VariableWish {
  readonly name: string;
  readonly held: VariableValue | null;
  readonly description: string;
  readonly note: string;
  readonly by: string;
  /** Revision the author saw, 0 for none; `undefined`: whatever it is. */
  readonly basedOn?: number | undefined;
}

export interface ChangedVariable {
  readonly before: StoredVariable | undefined;
  readonly after: StoredVariable;
}

/**
 * Changes a variable, all processes one after the other. `stale`: the revision it has, 0 where it is not there. A change that changes
 * nothing writes nothing.
 */
export function changeVariable(
  db: Pick<Db, 'transaction'>,
  { name, held, description, note, by, basedOn }: VariableWish,
): Promise<ChangedVariable | { readonly stale: number; readonly by: string | undefined }> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('variables', 0))`);
    const [last] = await tx
      .select()
      .from(variableChanges)
      .where(eq(variableChanges.name, name))
      .orderBy(desc(variableChanges.revision))
      .limit(1);
    const before = last?.held ? last : undefined;
    const revision = before?.revision ?? 0;
    if (basedOn !== undefined && basedOn !== revision) return { stale: revision, by: last?.changedBy };
    if (!before && held === null) return { stale: 0, by: last?.changedBy };
    if (before && isSame(before, { held, description })) return { before, after: before };
    const [newest] = await tx
      .select({ revision: variableChanges.revision })
      .from(variableChanges)
      .orderBy(desc(variableChanges.revision))
      .limit(1);
    const values = { revision: (newest?.revision ?? 0) + 1, name, held, description, note, changedBy: by };
    const [after] = await tx.insert(variableChanges).values(values).returning();
    if (!after) throw new Error('The variable was not written.');
    await tx.execute(sql`select pg_notify(${VARIABLE_CHANNEL}, ${name})`);
    return { before, after };
  });
}

function isSame(before: StoredVariable, { held, description }: Pick<StoredVariable, 'held' | 'description'>): boolean {
  return before.description === description && JSON.stringify(before.held) === JSON.stringify(held);
}

/** The variables as they were after the change `revision`, by name; as they are now without one. @throws StoreUnavailableError */
export async function readVariables(
  db: Pick<Db, 'selectDistinctOn'>,
  revision?: number,
): Promise<readonly StoredVariable[]> {
  const rows = await passing(
    db
      .selectDistinctOn([variableChanges.name])
      .from(variableChanges)
      .where(revision === undefined ? undefined : lte(variableChanges.revision, revision))
      .orderBy(variableChanges.name, desc(variableChanges.revision)),
  );
  return rows.filter(({ held }) => held !== null);
}

/** Number of the last change, 0 when there was none. @throws StoreUnavailableError */
export async function newestVariableRevision(db: Pick<Db, 'select'>): Promise<number> {
  const rows = await passing(
    db
      .select({ revision: variableChanges.revision })
      .from(variableChanges)
      .orderBy(desc(variableChanges.revision))
      .limit(1),
  );
  return rows[0]?.revision ?? 0;
}

/** Changes, newest first, each with what was there before. */
export async function listVariableChanges(
  db: Db,
  { name, limit }: { readonly name?: string | undefined; readonly limit: number },
): Promise<readonly { readonly change: StoredVariable; readonly before: VariableValue | undefined }[]> {
  const { name: of, revision, held } = variableChanges;
  const before = sql<VariableValue | null>`lag(${held}) over (partition by ${of} order by ${revision})`;
  const rows = await db
    .select({ ...getTableColumns(variableChanges), before })
    .from(variableChanges)
    .where(name === undefined ? undefined : eq(variableChanges.name, name))
    .orderBy(desc(variableChanges.revision))
    .limit(limit);
  return rows.map(({ before: was, ...change }) => ({ change, before: was ?? undefined }));
}
