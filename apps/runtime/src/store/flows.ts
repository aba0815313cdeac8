import type { SampleOverride } from '@lockstep/schema/api';
import { canonicalJson, type DrawnAsk, type DrawnCall, type DrawnOffer, type Flow } from '@lockstep/schema/graph';
import type { HookMethod } from '@lockstep/schema/run';
import { and, desc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { keepCapabilities } from './capabilities/offers.ts';
import { keepCalls } from './flow-calls.ts';
import { passing } from './journal/errors.ts';
import type { Db } from './open-store.ts';
import { type PublishedWatch, replaceWatches } from './pickups/watches.ts';
import { endReaders, type PublishedConsumer, replaceConsumers } from './readers/consumers.ts';
import { closeReviews } from './reviews.ts';
import { type PublishedSchedule, replaceSchedules } from './schedules.ts';
import {
  flowDraftHistory,
  flowDrafts,
  flowPauses,
  flowSnapshots,
  flows,
  flowVersions,
  hookPaths,
} from './tables/index.ts';

/** Channel on which every process hears that a flow was saved, published or deleted; the payload is its id. */
export const FLOW_CHANNEL = 'lockstep_flows';

/** Saved drafts kept for each flow, to find lost work again. */
const KEPT_REVISIONS = 100;

export interface StoredVersion {
  readonly flowId: string;
  readonly version: number;
  readonly snapshotId: string;
  readonly hash: string;
  readonly note: string;
  readonly publishedBy: string;
  readonly publishedAt: Date;
  /** Published although samples failed. */
  readonly sampleOverride: SampleOverride | null;
  /** Who approved it, where a review was asked for. */
  readonly reviewedBy: string | null;
  /** `2.1.0`: what it promises those who call it; null where nobody can. */
  readonly semver: string | null;
}

export interface StoredDraft {
  readonly flow: Flow;
  readonly revision: number;
  readonly hash: string;
  readonly savedAt: Date;
}

export interface FlowRow {
  readonly id: string;
  readonly name: string;
  readonly draftHash: string;
  readonly savedAt: Date;
  readonly published?: StoredVersion;
}

/** Every flow that is not deleted, by name, without documents. */
export async function listFlowRows(db: Db): Promise<readonly FlowRow[]> {
  const [rows, newest] = await Promise.all([
    db
      .select({ id: flows.id, name: flows.name, draftHash: flowDrafts.hash, savedAt: flowDrafts.savedAt })
      .from(flows)
      .innerJoin(flowDrafts, eq(flowDrafts.flowId, flows.id))
      .where(isNull(flows.deletedAt))
      .orderBy(flows.name, flows.id),
    newestVersions(db),
  ]);
  const byFlow = new Map(newest.map((version) => [version.flowId, version]));
  return rows.map((row) => {
    const published = byFlow.get(row.id);
    return published ? { ...row, published } : row;
  });
}

function newestVersions(db: Db): Promise<StoredVersion[]> {
  return db
    .selectDistinctOn([flowVersions.flowId])
    .from(flowVersions)
    .orderBy(flowVersions.flowId, desc(flowVersions.version));
}

/**
 * Creates a flow with its first draft. The id of a deleted flow brings that one back: its versions and runs are there
 * again, numbering goes on, and nothing is served before it is published anew. `exists`: the id is taken.
 */
export function createFlow(
  db: Db,
  { flow, hash }: { readonly flow: Flow; readonly hash: string },
): Promise<StoredDraft | 'exists'> {
  return db.transaction(async (tx) => {
    const created = await tx
      .insert(flows)
      .values({ id: flow.id, name: flow.name })
      .onConflictDoUpdate({
        target: flows.id,
        set: { name: flow.name, deletedAt: null },
        setWhere: isNotNull(flows.deletedAt),
      })
      .returning({ id: flows.id });
    if (created.length === 0) return 'exists';
    const [draft] = await tx
      .insert(flowDrafts)
      .values({ flowId: flow.id, revision: 1, document: flow, hash })
      .onConflictDoUpdate({
        target: flowDrafts.flowId,
        set: { revision: sql`${flowDrafts.revision} + 1`, document: flow, hash, savedAt: sql`now()` },
      })
      .returning({ revision: flowDrafts.revision, savedAt: flowDrafts.savedAt });
    if (!draft) throw new Error('The draft was not written.');
    await tx.insert(flowDraftHistory).values({ flowId: flow.id, revision: draft.revision, document: flow });
    await tellOfFlow(tx, flow.id);
    return { flow, hash, ...draft };
  });
}

export async function readDraft(db: Db, flowId: string): Promise<StoredDraft | undefined> {
  const [row] = await db
    .select({
      flow: flowDrafts.document,
      revision: flowDrafts.revision,
      hash: flowDrafts.hash,
      savedAt: flowDrafts.savedAt,
    })
    .from(flowDrafts)
    .innerJoin(flows, and(eq(flows.id, flowDrafts.flowId), isNull(flows.deletedAt)))
    .where(eq(flowDrafts.flowId, flowId));
  return row;
}

/**
 * Saves the draft when it still has the revision the author began from; else somebody saved in between (`stale`). The same document from the same
 * revision is saved once, however often it comes: a page that goes away, or hears no answer, leaves its save to the next.
 */
export async function saveDraft(
  db: Db,
  save: { readonly flow: Flow; readonly hash: string; readonly basedOn: number },
): Promise<Omit<StoredDraft, 'flow'> | 'stale' | 'absent'> {
  const saved = await saveOnce(db, save);
  if (saved !== 'stale') return saved;
  const draft = await readDraft(db, save.flow.id);
  if (draft?.revision !== save.basedOn + 1 || canonicalJson(draft.flow) !== canonicalJson(save.flow)) return 'stale';
  const { revision, hash, savedAt } = draft;
  return { revision, hash, savedAt };
}

function saveOnce(
  db: Db,
  { flow, hash, basedOn }: { readonly flow: Flow; readonly hash: string; readonly basedOn: number },
): Promise<Omit<StoredDraft, 'flow'> | 'stale' | 'absent'> {
  return db
    .transaction(async (tx) => {
      const [alive] = await tx
        .update(flows)
        .set({ name: flow.name })
        .where(and(eq(flows.id, flow.id), isNull(flows.deletedAt)))
        .returning({ id: flows.id });
      if (!alive) return 'absent';
      const revision = basedOn + 1;
      const [saved] = await tx
        .update(flowDrafts)
        .set({ revision, document: flow, hash, savedAt: sql`now()` })
        .where(and(eq(flowDrafts.flowId, flow.id), eq(flowDrafts.revision, basedOn)))
        .returning({ savedAt: flowDrafts.savedAt });
      if (!saved) return tx.rollback();
      await tx.insert(flowDraftHistory).values({ flowId: flow.id, revision, document: flow });
      await tx
        .delete(flowDraftHistory)
        .where(and(eq(flowDraftHistory.flowId, flow.id), lte(flowDraftHistory.revision, revision - KEPT_REVISIONS)));
      await tellOfFlow(tx, flow.id);
      return { revision, hash, savedAt: saved.savedAt };
    })
    .catch(staleWhenRolledBack);
}

export interface Publication {
  readonly flow: Flow;
  /** Identity of the whole document, layout included. */
  readonly snapshotId: string;
  readonly hash: string;
  readonly basedOn: number;
  readonly note: string;
  readonly by: string;
  readonly hooks: readonly { readonly path: string; readonly method: HookMethod; readonly node: string }[];
  readonly schedules: readonly PublishedSchedule[];
  readonly calls: readonly DrawnCall[];
  /** What it promises those who call it; absent where nobody can. */
  readonly semver?: string | undefined;
  /** What it offers and asks for; nothing when absent. */
  readonly capabilities?: { readonly offers: readonly DrawnOffer[]; readonly asks: readonly DrawnAsk[] };
  readonly consumers: readonly PublishedConsumer[];
  /** Folders it looks into; none when absent. */
  readonly watches?: readonly PublishedWatch[];
  /** Why it is published although samples failed. */
  readonly sampleOverride?: SampleOverride | undefined;
  /** The review that lets it be published. */
  readonly review?: { readonly id: string; readonly by: string } | undefined;
}

export type PublishResult =
  | { readonly type: 'published'; readonly version: StoredVersion }
  | { readonly type: 'absent' }
  | { readonly type: 'stale'; readonly newest: number }
  | { readonly type: 'path-taken'; readonly path: string; readonly flowId: string };

/**
 * Publishes the next version and moves the flow's hook addresses, schedules, consumers and watches to it, in one transaction; the row of the flow is
 * locked, so two authors are served one after the other and the second is `stale`.
 */
export function publishVersion(db: Db, publication: Publication): Promise<PublishResult> {
  const { flow, snapshotId, hash, basedOn, note, by, hooks, schedules, consumers, calls } = publication;
  const { sampleOverride = null, capabilities = { offers: [], asks: [] }, watches = [] } = publication;
  return db
    .transaction(async (tx): Promise<PublishResult> => {
      const [alive] = await tx
        .select({ id: flows.id })
        .from(flows)
        .where(and(eq(flows.id, flow.id), isNull(flows.deletedAt)))
        .for('update');
      if (!alive) return { type: 'absent' };
      const newest = (await newestVersion(tx, flow.id))?.version ?? 0;
      if (newest !== basedOn) return { type: 'stale', newest };
      await tx.delete(hookPaths).where(eq(hookPaths.flowId, flow.id));
      for (const hook of hooks) {
        const claimed = await tx
          .insert(hookPaths)
          .values({ ...hook, flowId: flow.id })
          .onConflictDoNothing()
          .returning();
        if (claimed.length > 0) continue;
        const [owner] = await tx
          .select({ flowId: hookPaths.flowId })
          .from(hookPaths)
          .where(and(eq(hookPaths.path, hook.path), eq(hookPaths.method, hook.method)));
        throw new PathTaken(hook.path, owner?.flowId ?? flow.id);
      }
      await tx.insert(flowSnapshots).values({ id: snapshotId, document: flow }).onConflictDoNothing();
      const [version] = await tx
        .insert(flowVersions)
        .values({
          flowId: flow.id,
          version: newest + 1,
          snapshotId,
          hash,
          note,
          publishedBy: by,
          sampleOverride,
          reviewedBy: publication.review?.by,
          semver: publication.semver,
        })
        .returning();
      if (!version) throw new Error('The version was not written.');
      await closeReviews(tx, { flowId: flow.id, used: publication.review?.id, by });
      await replaceSchedules(tx, flow.id, schedules);
      await keepCalls(tx, { flowId: flow.id, version: version.version }, calls);
      await keepCapabilities(tx, { flowId: flow.id, version: version.version, by }, capabilities);
      await replaceConsumers(tx, flow.id, consumers);
      await replaceWatches(tx, flow.id, watches);
      await tellOfFlow(tx, flow.id);
      return { type: 'published', version };
    })
    .catch((error: unknown) => {
      if (error instanceof PathTaken) return { type: 'path-taken', path: error.path, flowId: error.flowId } as const;
      throw error;
    });
}

/** Ends the transaction, so that the hooks taken away come back. */
class PathTaken extends Error {
  readonly path: string;
  readonly flowId: string;

  constructor(path: string, flowId: string) {
    super('path taken');
    this.path = path;
    this.flowId = flowId;
  }
}

/** Keeps a document for runs of a draft. Writing the same document again changes nothing. */
export async function keepSnapshot(db: Db, { id, flow }: { readonly id: string; readonly flow: Flow }): Promise<void> {
  await db.insert(flowSnapshots).values({ id, document: flow }).onConflictDoNothing();
}

/** @throws StoreUnavailableError */
export async function readSnapshot(db: Db, id: string): Promise<Flow | undefined> {
  const [row] = await passing(
    db.select({ flow: flowSnapshots.document }).from(flowSnapshots).where(eq(flowSnapshots.id, id)),
  );
  return row?.flow;
}

export async function newestVersion(db: Pick<Db, 'select'>, flowId: string): Promise<StoredVersion | undefined> {
  const [row] = await db
    .select()
    .from(flowVersions)
    .where(eq(flowVersions.flowId, flowId))
    .orderBy(desc(flowVersions.version))
    .limit(1);
  return row;
}

/** Newest first. */
export function listVersions(db: Db, flowId: string): Promise<readonly StoredVersion[]> {
  return db.select().from(flowVersions).where(eq(flowVersions.flowId, flowId)).orderBy(desc(flowVersions.version));
}

export async function readVersion(
  db: Db,
  { flowId, version }: { readonly flowId: string; readonly version: number },
): Promise<StoredVersion | undefined> {
  const [row] = await db
    .select()
    .from(flowVersions)
    .where(and(eq(flowVersions.flowId, flowId), eq(flowVersions.version, version)));
  return row;
}

/** True when the flow is there and not deleted. */
export async function flowExists(db: Db, flowId: string): Promise<boolean> {
  const rows = await db
    .select({ id: flows.id })
    .from(flows)
    .where(and(eq(flows.id, flowId), isNull(flows.deletedAt)));
  return rows.length > 0;
}

/** True when there is, or was, a flow with this id. */
export async function flowEverExisted(db: Db, flowId: string): Promise<boolean> {
  return (await db.select({ id: flows.id }).from(flows).where(eq(flows.id, flowId))).length > 0;
}

/** Deletes a flow: hooks close and schedules end at once, versions and runs stay, what a pause held goes on. False when there is none. */
export function deleteFlow(db: Db, flowId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const deleted = await tx
      .update(flows)
      .set({ deletedAt: sql`now()` })
      .where(and(eq(flows.id, flowId), isNull(flows.deletedAt)))
      .returning({ id: flows.id });
    if (deleted.length === 0) return false;
    await tx.delete(hookPaths).where(eq(hookPaths.flowId, flowId));
    await replaceSchedules(tx, flowId, []);
    await replaceWatches(tx, flowId, []);
    await endReaders(tx, flowId);
    // It cannot be resumed any more, so what it holds must not wait for that.
    await tx.delete(flowPauses).where(eq(flowPauses.flowId, flowId));
    await tellOfFlow(tx, flowId);
    return true;
  });
}

/** Heard by every process once the transaction is committed. */
export async function tellOfFlow(tx: Pick<Db, 'execute'>, flowId: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${FLOW_CHANNEL}, ${flowId})`);
}

function staleWhenRolledBack(error: unknown): 'stale' {
  if (error instanceof Error && error.constructor.name === 'TransactionRollbackError') return 'stale';
  throw error;
}
