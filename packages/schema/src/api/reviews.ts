import { z } from 'zod';
import { Flow, FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();
const ByFlow = z.object({ flowId: FlowId });
const ByReview = ByFlow.extend({ reviewId: z.uuid() });
const Person = z.string().trim().min(1).max(120);

/** A remark on a review, about a step or about all of it. */
export const ReviewComment = z.object({
  id: z.uuid(),
  node: z.string().optional(),
  text: z.string(),
  by: z.string(),
  at: Instant,
  resolved: z.object({ by: z.string(), at: Instant }).optional(),
});
export type ReviewComment = z.infer<typeof ReviewComment>;

/** `published`: a version came of it. `withdrawn`: the author took it back, or asked for another one. */
export const ReviewStatus = z.enum(['open', 'approved', 'declined', 'withdrawn', 'published']);
export type ReviewStatus = z.infer<typeof ReviewStatus>;

/** The question whether a state of the draft may be published, and what became of it. */
export const Review = z.object({
  id: z.uuid(),
  flowId: FlowId,
  /** Content hash of what is asked about; any change of the draft needs another review. */
  hash: z.string(),
  /** Published version it would follow, 0 when there was none. */
  basedOn: z.int(),
  status: ReviewStatus,
  message: z.string(),
  by: z.string(),
  at: Instant,
  decision: z.object({ by: z.string(), at: Instant, note: z.string() }).optional(),
  comments: z.array(ReviewComment),
});
export type Review = z.infer<typeof Review>;

export const listReviews = endpoint({
  id: 'listReviews',
  method: 'get',
  path: '/flows/:flowId/reviews',
  tag: 'Reviews',
  summary: 'List the reviews of a flow, newest first, and whether publishing asks for one',
  params: ByFlow,
  ok: z.object({
    /** Why publishing asks for a review; absent where it does not. */
    required: z.enum(['installation', 'flow']).optional(),
    reviews: z.array(Review),
  }),
  problems: ['not-found'],
});

export const getReview = endpoint({
  id: 'getReview',
  method: 'get',
  path: '/flows/:flowId/reviews/:reviewId',
  tag: 'Reviews',
  summary: 'Read a review with the flow it is about',
  params: ByReview,
  ok: Review.extend({ flow: Flow }),
  problems: ['not-found'],
});

export const requestReview = endpoint({
  id: 'requestReview',
  method: 'post',
  path: '/flows/:flowId/reviews',
  tag: 'Reviews',
  summary: 'Ask for a review of a state of the draft; an open one of the flow is withdrawn',
  params: ByFlow,
  body: z.object({ flow: Flow, basedOn: z.int().min(0), message: z.string().trim().max(2000), by: Person }),
  ok: Review,
  status: 201,
  problems: ['not-found', 'flow-invalid'],
});

export const commentReview = endpoint({
  id: 'commentReview',
  method: 'post',
  path: '/flows/:flowId/reviews/:reviewId/comments',
  tag: 'Reviews',
  summary: 'Remark on a review, on a step of it or on all',
  params: ByReview,
  body: z.object({ node: z.string().max(200).optional(), text: z.string().trim().min(1).max(4000), by: Person }),
  ok: Review,
  status: 201,
  problems: ['not-found', 'review-settled'],
});

export const resolveComment = endpoint({
  id: 'resolveComment',
  method: 'post',
  path: '/flows/:flowId/reviews/:reviewId/comments/:commentId/resolve',
  tag: 'Reviews',
  summary: 'Say that a remark is dealt with',
  params: ByReview.extend({ commentId: z.uuid() }),
  body: z.object({ by: Person }),
  ok: Review,
  problems: ['not-found', 'review-settled'],
});

export const decideReview = endpoint({
  id: 'decideReview',
  method: 'post',
  path: '/flows/:flowId/reviews/:reviewId/decision',
  tag: 'Reviews',
  summary: 'Approve or decline a review, as another person than who asked; or withdraw it, as who asked',
  params: ByReview,
  body: z.object({
    decision: z.enum(['approved', 'declined', 'withdrawn']),
    note: z.string().trim().max(2000).default(''),
    by: Person,
  }),
  ok: Review,
  problems: ['not-found', 'review-settled', 'review-own', 'review-comments-open'],
});
