import type { Flow } from '@lockstep/schema/graph';
import { and, asc, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { flowReviewComments, flowReviews, flowVersions } from './tables/index.ts';

type ReviewRow = Omit<typeof flowReviews.$inferSelect, 'document'>;
export type StoredComment = typeof flowReviewComments.$inferSelect;
export interface StoredReview extends ReviewRow {
  readonly comments: readonly StoredComment[];
}

/** Reviews of one flow that are told; all are kept. */
const MOST_TOLD = 50;

const { document: _, ...ROW } = {
  id: flowReviews.id,
  flowId: flowReviews.flowId,
  hash: flowReviews.hash,
  document: flowReviews.document,
  basedOn: flowReviews.basedOn,
  message: flowReviews.message,
  status: flowReviews.status,
  requestedBy: flowReviews.requestedBy,
  requestedAt: flowReviews.requestedAt,
  decidedBy: flowReviews.decidedBy,
  decidedAt: flowReviews.decidedAt,
  decisionNote: flowReviews.decisionNote,
};

/** Newest first, without documents. */
export async function listReviews(db: Db, flowId: string): Promise<readonly StoredReview[]> {
  const rows = await db
    .select(ROW)
    .from(flowReviews)
    .where(eq(flowReviews.flowId, flowId))
    .orderBy(desc(flowReviews.requestedAt))
    .limit(MOST_TOLD);
  return withComments(db, rows);
}

export async function readReview(
  db: Db,
  at: { readonly flowId: string; readonly id: string },
): Promise<StoredReview | undefined> {
  const rows = await db.select(ROW).from(flowReviews).where(isReview(at));
  return (await withComments(db, rows))[0];
}

export async function readReviewFlow(
  db: Db,
  at: { readonly flowId: string; readonly id: string },
): Promise<Flow | undefined> {
  const [row] = await db.select({ flow: flowReviews.document }).from(flowReviews).where(isReview(at));
  return row?.flow;
}

export interface NewReview {
  readonly flow: Flow;
  readonly hash: string;
  readonly basedOn: number;
  readonly message: string;
  readonly by: string;
}

/** Asks for a review; what was open before is withdrawn by it. */
export function openReview(db: Db, { flow, hash, basedOn, message, by }: NewReview): Promise<StoredReview> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`review ${flow.id}`}, 0))`);
    await tx
      .update(flowReviews)
      .set({
        status: 'withdrawn',
        decidedBy: by,
        decidedAt: sql`clock_timestamp()`,
        decisionNote: 'Another review was asked for.',
      })
      .where(and(eq(flowReviews.flowId, flow.id), eq(flowReviews.status, 'open')));
    const [row] = await tx
      .insert(flowReviews)
      .values({ flowId: flow.id, hash, document: flow, basedOn, message, requestedBy: by })
      .returning(ROW);
    if (!row) throw new Error('The review was not written.');
    return { ...row, comments: [] };
  });
}

export type Decided = 'absent' | 'settled' | 'own' | 'not-own' | 'comments-open' | 'decided';

/** Decides an open review. Nobody approves or declines what they asked for; nobody else withdraws it. */
export function decideReview(
  db: Db,
  at: { readonly flowId: string; readonly id: string },
  {
    decision,
    note,
    by,
  }: { readonly decision: 'approved' | 'declined' | 'withdrawn'; readonly note: string; readonly by: string },
): Promise<Decided> {
  return db.transaction(async (tx): Promise<Decided> => {
    const [row] = await tx.select(ROW).from(flowReviews).where(isReview(at)).for('update');
    if (!row) return 'absent';
    if (row.status !== 'open') return 'settled';
    const isOwn = sameName(row.requestedBy, by);
    if (decision !== 'withdrawn' && isOwn) return 'own';
    if (decision === 'withdrawn' && !isOwn) return 'not-own';
    if (decision === 'approved') {
      const [left] = await tx
        .select({ id: flowReviewComments.id })
        .from(flowReviewComments)
        .where(and(eq(flowReviewComments.reviewId, at.id), isNull(flowReviewComments.resolvedAt)))
        .limit(1);
      if (left) return 'comments-open';
    }
    await tx
      .update(flowReviews)
      .set({ status: decision, decidedBy: by, decidedAt: sql`clock_timestamp()`, decisionNote: note })
      .where(isReview(at));
    return 'decided';
  });
}

/** False when the review is not open any more. */
export function addComment(
  db: Db,
  at: { readonly flowId: string; readonly id: string },
  comment: { readonly node: string | undefined; readonly text: string; readonly by: string },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.select({ status: flowReviews.status }).from(flowReviews).where(isReview(at)).for('update');
    if (row?.status !== 'open') return false;
    const { node = null, text, by } = comment;
    await tx.insert(flowReviewComments).values({ reviewId: at.id, node, body: text, writtenBy: by });
    return true;
  });
}

/** False when there is no such remark on this review. One that is resolved stays as it was. */
export async function resolveComment(
  db: Db,
  { reviewId, id, by }: { readonly reviewId: string; readonly id: string; readonly by: string },
): Promise<boolean> {
  const own = and(eq(flowReviewComments.id, id), eq(flowReviewComments.reviewId, reviewId));
  await db
    .update(flowReviewComments)
    .set({ resolvedBy: by, resolvedAt: sql`clock_timestamp()` })
    .where(and(own, isNull(flowReviewComments.resolvedAt)));
  return (await db.select({ id: flowReviewComments.id }).from(flowReviewComments).where(own)).length > 0;
}

/** Who approved this content as a follower of this version; `undefined` when nobody did. */
export async function approvalOf(
  db: Pick<Db, 'select'>,
  { flowId, hash, basedOn }: { readonly flowId: string; readonly hash: string; readonly basedOn: number },
): Promise<{ readonly id: string; readonly by: string } | undefined> {
  const [row] = await db
    .select({ id: flowReviews.id, by: flowReviews.decidedBy })
    .from(flowReviews)
    .where(
      and(
        eq(flowReviews.flowId, flowId),
        eq(flowReviews.hash, hash),
        eq(flowReviews.basedOn, basedOn),
        eq(flowReviews.status, 'approved'),
      ),
    )
    .orderBy(desc(flowReviews.decidedAt))
    .limit(1);
  return row?.by ? { id: row.id, by: row.by } : undefined;
}

/** True when exactly this content was published before: it was looked at then. */
export async function wasPublished(
  db: Pick<Db, 'select'>,
  { flowId, hash }: { readonly flowId: string; readonly hash: string },
) {
  const rows = await db
    .select({ version: flowVersions.version })
    .from(flowVersions)
    .where(and(eq(flowVersions.flowId, flowId), eq(flowVersions.hash, hash)))
    .limit(1);
  return rows.length > 0;
}

/** A version came of an approved review: it cannot be used again, and what is still open is about an older state. */
export async function closeReviews(
  db: Db,
  { flowId, used, by }: { readonly flowId: string; readonly used: string | undefined; readonly by: string },
) {
  if (used !== undefined) await db.update(flowReviews).set({ status: 'published' }).where(eq(flowReviews.id, used));
  await db
    .update(flowReviews)
    .set({
      status: 'withdrawn',
      decidedBy: by,
      decidedAt: sql`clock_timestamp()`,
      decisionNote: 'Another state was published.',
    })
    .where(and(eq(flowReviews.flowId, flowId), eq(flowReviews.status, 'open'), ne(flowReviews.id, used ?? NO_REVIEW)));
}

const NO_REVIEW = '00000000-0000-0000-0000-000000000000';

function isReview({ flowId, id }: { readonly flowId: string; readonly id: string }) {
  return and(eq(flowReviews.id, id), eq(flowReviews.flowId, flowId));
}

async function withComments(db: Db, rows: readonly ReviewRow[]): Promise<readonly StoredReview[]> {
  if (rows.length === 0) return [];
  const found = await db
    .select()
    .from(flowReviewComments)
    .where(
      inArray(
        flowReviewComments.reviewId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(flowReviewComments.writtenAt));
  return rows.map((row) => ({ ...row, comments: found.filter(({ reviewId }) => reviewId === row.id) }));
}

/** Names are written by hand: `Ann` and ` ann` are one person. */
function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
