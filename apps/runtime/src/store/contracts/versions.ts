import type { CompatibilityView, ContractDocument } from '@lockstep/schema/api';
import { newestOf } from '@lockstep/schema/contracts';
import { and, eq, sql } from 'drizzle-orm';
import { passing } from '../journal/errors.ts';
import type { Db } from '../open-store.ts';
import { contractDeprecations, contractDrafts, contracts, contractVersions } from '../tables/index.ts';
import { lockContract, readContractDraft, type StaleDraft } from './drafts.ts';
import { tellOfContract, writeLog } from './log.ts';

export interface StoredDeprecation {
  readonly at: Date;
  readonly by: string;
  readonly endsOn?: string;
  readonly successor?: string;
  readonly note: string;
}

export interface StoredContractVersion {
  readonly name: string;
  readonly version: string;
  readonly document: ContractDocument;
  readonly compatibility: CompatibilityView | null;
  readonly note: string;
  readonly publishedBy: string;
  readonly publishedAt: Date;
  readonly deprecation?: StoredDeprecation;
}

/** Every published version of every contract, or of one. @throws StoreUnavailableError */
export async function readContractVersions(db: Db, name?: string): Promise<readonly StoredContractVersion[]> {
  const rows = await passing(
    db
      .select({ version: contractVersions, deprecation: contractDeprecations })
      .from(contractVersions)
      .leftJoin(
        contractDeprecations,
        and(
          eq(contractDeprecations.name, contractVersions.name),
          eq(contractDeprecations.version, contractVersions.version),
        ),
      )
      .where(name === undefined ? undefined : eq(contractVersions.name, name)),
  );
  return rows.map(({ version, deprecation }) => {
    if (!deprecation) return version;
    const { deprecatedAt: at, deprecatedBy: by, endsOn, successor, note } = deprecation;
    const more = { ...(endsOn !== null && { endsOn }), ...(successor !== null && { successor }) };
    return { ...version, deprecation: { at, by, note, ...more } };
  });
}

/** What changes when anything of the registry does: cheap to ask for. */
export async function registryMark(db: Db): Promise<string> {
  const [row] = await passing(
    db.execute<{ mark: string }>(sql`
      select (select count(*) from contract_versions)
        || ':' || (select coalesce(max(id), 0) from contract_log) as mark`),
  );
  return row?.mark ?? '';
}

export interface ContractRow {
  readonly name: string;
  readonly draft?: { readonly document: ContractDocument; readonly savedAt: Date };
}

/** Contracts of the registry by name, with their drafts. */
export async function listContractRows(db: Db): Promise<readonly ContractRow[]> {
  const rows = await db
    .select({ name: contracts.name, draft: contractDrafts })
    .from(contracts)
    .leftJoin(contractDrafts, eq(contractDrafts.name, contracts.name))
    .orderBy(contracts.name);
  return rows.map(({ name, draft }) => (draft ? { name, draft } : { name }));
}

export interface ContractPublication {
  readonly name: string;
  readonly version: string;
  /** Revision of the draft that was checked. */
  readonly basedOn: number;
  /** The newest version the draft was compared with; undefined for the first. */
  readonly against: string | undefined;
  readonly compatibility: CompatibilityView | undefined;
  readonly note: string;
  readonly by: string;
}

/**
 * Makes the draft a version, in one transaction under the lock of the contract. What was checked before must still hold: the revision
 * of the draft, and that no other version came in between (`overtaken`).
 */
export function publishContractVersion(
  db: Db,
  publication: ContractPublication,
): Promise<StoredContractVersion | StaleDraft | { readonly overtaken: string } | 'absent'> {
  const { name, version, basedOn, against, compatibility, note, by } = publication;
  return db.transaction(async (tx) => {
    if (!(await lockContract(tx, name))) return 'absent';
    const draft = await readContractDraft(tx, name);
    if (draft?.revision !== basedOn) return { stale: draft?.revision ?? 0 };
    const known = await tx
      .select({ version: contractVersions.version })
      .from(contractVersions)
      .where(eq(contractVersions.name, name));
    const newest = newestOf(known.map((each) => each.version));
    if (newest !== undefined && newest !== against) return { overtaken: newest };
    const [published] = await tx
      .insert(contractVersions)
      .values({
        name,
        version,
        document: draft.document,
        compatibility: compatibility ?? null,
        note,
        publishedBy: by,
      })
      .returning();
    if (!published) throw new Error('The version was not written.');
    await tx.delete(contractDrafts).where(eq(contractDrafts.name, name));
    await writeLog(tx, { name, action: 'published', version, by, note });
    await tellOfContract(tx, name);
    return published;
  });
}

/** Announces the end of a version, or says anew what was announced. False when there is no such version. */
export function deprecateVersion(
  db: Db,
  deprecation: {
    readonly name: string;
    readonly version: string;
    readonly successor: string | undefined;
    readonly endsOn: string | undefined;
    readonly note: string;
    readonly by: string;
  },
): Promise<boolean> {
  const { name, version, successor = null, endsOn = null, note, by } = deprecation;
  return db.transaction(async (tx) => {
    if (!(await lockContract(tx, name)) || !(await hasVersion(tx, name, version))) return false;
    const row = { successor, endsOn, note, deprecatedBy: by, deprecatedAt: new Date() };
    await tx
      .insert(contractDeprecations)
      .values({ name, version, ...row })
      .onConflictDoUpdate({ target: [contractDeprecations.name, contractDeprecations.version], set: row });
    await writeLog(tx, { name, action: 'deprecated', version, by, note });
    await tellOfContract(tx, name);
    return true;
  });
}

/** Takes the announcement back. False when there was none. */
export function restoreVersion(
  db: Db,
  { name, version, by }: { readonly name: string; readonly version: string; readonly by: string },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const restored = await tx
      .delete(contractDeprecations)
      .where(and(eq(contractDeprecations.name, name), eq(contractDeprecations.version, version)))
      .returning();
    if (restored.length === 0) return false;
    await writeLog(tx, { name, action: 'restored', version, by });
    await tellOfContract(tx, name);
    return true;
  });
}

async function hasVersion(tx: Pick<Db, 'select'>, name: string, version: string): Promise<boolean> {
  const rows = await tx
    .select({ version: contractVersions.version })
    .from(contractVersions)
    .where(and(eq(contractVersions.name, name), eq(contractVersions.version, version)));
  return rows.length > 0;
}
