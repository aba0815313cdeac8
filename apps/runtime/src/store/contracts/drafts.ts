import type { ContractDocument } from '@lockstep/schema/api';
import { and, eq } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { contractDrafts, contracts, contractVersions } from '../tables/index.ts';
import { tellOfContract, writeLog } from './log.ts';

export interface StoredContractDraft {
  readonly document: ContractDocument;
  readonly revision: number;
  readonly savedBy: string;
  readonly savedAt: Date;
}

/** Begins a contract with its first draft. `exists`: the name is taken. */
export function createContract(
  db: Db,
  { name, document, by }: { readonly name: string; readonly document: ContractDocument; readonly by: string },
): Promise<StoredContractDraft | 'exists'> {
  return db.transaction(async (tx) => {
    const created = await tx.insert(contracts).values({ name, createdBy: by }).onConflictDoNothing().returning();
    if (created.length === 0) return 'exists';
    const [draft] = await tx.insert(contractDrafts).values({ name, revision: 1, document, savedBy: by }).returning();
    if (!draft) throw new Error('The draft was not written.');
    await writeLog(tx, { name, action: 'created', by });
    await tellOfContract(tx, name);
    return draft;
  });
}

export async function readContractDraft(
  db: Pick<Db, 'select'>,
  name: string,
): Promise<StoredContractDraft | undefined> {
  const [row] = await db.select().from(contractDrafts).where(eq(contractDrafts.name, name));
  return row;
}

/** A change that was begun from another revision than the one there is. 0: no draft. */
export interface StaleDraft {
  readonly stale: number;
}

/**
 * Saves the draft when it still has the revision the author began from, 0 for none; the row of the contract is locked, so of two
 * authors the second is told.
 */
export function saveContractDraft(
  db: Db,
  change: {
    readonly name: string;
    readonly document: ContractDocument;
    readonly basedOn: number;
    readonly by: string;
  },
): Promise<StoredContractDraft | StaleDraft | 'absent'> {
  const { name, document, basedOn, by } = change;
  return db.transaction(async (tx) => {
    if (!(await lockContract(tx, name))) return 'absent';
    const revision = (await readContractDraft(tx, name))?.revision ?? 0;
    if (revision !== basedOn) return { stale: revision };
    const next = { revision: revision + 1, document, savedBy: by, savedAt: new Date() };
    const [saved] = await tx
      .insert(contractDrafts)
      .values({ name, ...next })
      .onConflictDoUpdate({ target: contractDrafts.name, set: next })
      .returning();
    if (!saved) throw new Error('The draft was not written.');
    await writeLog(tx, { name, action: 'saved', by, note: `Revision ${next.revision} of the draft.` });
    await tellOfContract(tx, name);
    return saved;
  });
}

/** Throws the draft away; a contract without any version goes with it, and its name is free again. */
export function discardContractDraft(
  db: Db,
  { name, basedOn, by }: { readonly name: string; readonly basedOn: number | undefined; readonly by: string },
): Promise<'discarded' | StaleDraft | 'absent'> {
  return db.transaction(async (tx) => {
    if (!(await lockContract(tx, name))) return 'absent';
    const revision = (await readContractDraft(tx, name))?.revision;
    if (revision === undefined) return 'absent';
    if (basedOn !== undefined && basedOn !== revision) return { stale: revision };
    await tx.delete(contractDrafts).where(and(eq(contractDrafts.name, name)));
    const [version] = await tx.select().from(contractVersions).where(eq(contractVersions.name, name)).limit(1);
    if (!version) await tx.delete(contracts).where(eq(contracts.name, name));
    await writeLog(tx, { name, action: 'discarded', by, note: `Revision ${revision} of the draft.` });
    await tellOfContract(tx, name);
    return 'discarded';
  });
}

/** Until the transaction ends, nobody else changes the contract. False when there is none. */
export async function lockContract(tx: Pick<Db, 'select'>, name: string): Promise<boolean> {
  const rows = await tx.select().from(contracts).where(eq(contracts.name, name)).for('update');
  return rows.length > 0;
}
