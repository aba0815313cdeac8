import { listReviews, listVersions, type Review } from '@lockstep/schema/api';
import { contentHash, type Flow } from '@lockstep/schema/graph';
import { useMemo } from 'react';
import { useCall } from '../../../api/index.ts';

/** Whether a review stands between this state of the draft and publishing. */
export interface ReviewGate {
  /** `none`: no review is asked for; `ask`: somebody has to; `open`: it is being looked at; `free`: approved, or live before. */
  readonly state: 'none' | 'ask' | 'open' | 'free';
  /** The one that lets it through, or that is being looked at. */
  readonly review: Review | undefined;
  /** The last one was declined, and this state is the same. */
  readonly declined: Review | undefined;
}

export function useReviewGate(flow: Flow, basedOn: number): ReviewGate {
  const params = { flowId: flow.id };
  const told = useCall(listReviews, { params }, { staleTime: 0 }).data;
  const versions = useCall(listVersions, { params }).data?.versions;
  const hash = useMemo(() => contentHash(flow), [flow]);
  const required = told?.required !== undefined || flow.settings.review === 'required';
  if (!required) return { state: 'none', review: undefined, declined: undefined };
  const same = (told?.reviews ?? []).filter((review) => review.hash === hash && review.basedOn === basedOn);
  const approved = same.find(({ status }) => status === 'approved');
  const open = same.find(({ status }) => status === 'open');
  const wasLive = versions?.some((version) => version.hash === hash) ?? false;
  const state = approved !== undefined || wasLive ? 'free' : open === undefined ? 'ask' : 'open';
  return {
    state,
    review: approved ?? open,
    declined: state === 'ask' ? same.find(({ status }) => status === 'declined') : undefined,
  };
}
