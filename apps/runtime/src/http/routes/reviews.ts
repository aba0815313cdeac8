import * as api from '@lockstep/schema/api';
import { contentHash, isError, withoutPinned } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { flowExists, readDraft } from '../../store/flows.ts';
import * as store from '../../store/reviews.ts';
import type { AppEnv } from '../env.ts';
import { issuesOf } from '../flow-issues.ts';
import type { Doors } from '../ports.ts';
import { reviewPolicy } from '../review-gate.ts';
import { serve } from '../serve.ts';
import { noFlow } from './flows.ts';

const noReview = (id: string) => `The flow has no review "${id}".`;

/** Reviews before publishing: asked for, talked about, decided by another person. */
export function reviewRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, live } = doors;

  serve(app, api.listReviews, async ({ params: { flowId }, problem }) => {
    const draft = await readDraft(db, flowId);
    if (!draft) throw problem('not-found', noFlow(flowId));
    const [required, reviews] = await Promise.all([reviewPolicy(draft.flow, doors), store.listReviews(db, flowId)]);
    return { ...(required && { required }), reviews: reviews.map(view) };
  });

  serve(app, api.getReview, async ({ params: { flowId, reviewId: id }, problem }) => {
    const [review, flow] = await Promise.all([
      store.readReview(db, { flowId, id }),
      store.readReviewFlow(db, { flowId, id }),
    ]);
    if (!review || !flow) throw problem('not-found', noReview(id));
    return { ...view(review), flow };
  });

  serve(app, api.requestReview, async ({ params: { flowId }, body: { flow, basedOn, message, by }, problem }) => {
    if (flow.id !== flowId) throw problem('request-invalid', `The document is of the flow "${flow.id}".`);
    if (!(await flowExists(db, flowId))) throw problem('not-found', noFlow(flowId));
    const errors = (await issuesOf(flow, doors)).filter(isError);
    if (errors.length > 0) throw problem('flow-invalid', errors[0]?.message, { issues: errors });
    const asked = { flow: withoutPinned(flow), hash: contentHash(flow), basedOn, message, by };
    const review = await store.openReview(db, asked);
    live.publish({ type: 'review.changed', flowId });
    return view(review);
  });

  serve(app, api.commentReview, async ({ params: { flowId, reviewId: id }, body: { node, text, by }, problem }) => {
    if (!(await store.addComment(db, { flowId, id }, { node, text, by }))) {
      const found = await store.readReview(db, { flowId, id });
      throw problem(found ? 'review-settled' : 'not-found', found ? `It is ${found.status}.` : noReview(id));
    }
    return told(flowId, id);
  });

  serve(app, api.resolveComment, async ({ params: { flowId, reviewId: id, commentId }, body: { by }, problem }) => {
    const review = await store.readReview(db, { flowId, id });
    if (!review) throw problem('not-found', noReview(id));
    if (review.status !== 'open') throw problem('review-settled', `It is ${review.status}.`);
    if (!(await store.resolveComment(db, { reviewId: id, id: commentId, by }))) {
      throw problem('not-found', `The review has no remark "${commentId}".`);
    }
    return told(flowId, id);
  });

  serve(app, api.decideReview, async ({ params: { flowId, reviewId: id }, body: { decision, note, by }, problem }) => {
    const result = await store.decideReview(db, { flowId, id }, { decision, note, by });
    switch (result) {
      case 'absent':
        throw problem('not-found', noReview(id));
      case 'settled':
        throw problem('review-settled', 'Somebody decided already.');
      case 'own':
        throw problem('review-own', `${by} asked for this review, so another person decides.`);
      case 'not-own':
        throw problem('review-own', 'Only who asked for a review withdraws it.');
      case 'comments-open':
        throw problem('review-comments-open', 'Resolve the remarks first, or decline.');
      case 'decided':
        return told(flowId, id);
      default:
        return result satisfies never;
    }
  });

  async function told(flowId: string, id: string): Promise<api.Review> {
    live.publish({ type: 'review.changed', flowId });
    const review = await store.readReview(db, { flowId, id });
    if (!review) throw new Error('A review is never removed.');
    return view(review);
  }
}

function view(review: store.StoredReview): api.Review {
  const { id, flowId, hash, basedOn, status, message, requestedBy, requestedAt, comments } = review;
  const { decidedBy, decidedAt, decisionNote } = review;
  return {
    ...{ id, flowId, hash, basedOn, status, message, by: requestedBy, at: requestedAt.toISOString() },
    ...(decidedBy && decidedAt && { decision: { by: decidedBy, at: decidedAt.toISOString(), note: decisionNote } }),
    comments: comments.map(commentView),
  };
}

function commentView({
  id,
  node,
  body,
  writtenBy,
  writtenAt,
  resolvedBy,
  resolvedAt,
}: store.StoredComment): api.ReviewComment {
  return {
    id,
    ...(node !== null && { node }),
    ...{ text: body, by: writtenBy, at: writtenAt.toISOString() },
    ...(resolvedBy && resolvedAt && { resolved: { by: resolvedBy, at: resolvedAt.toISOString() } }),
  };
}
