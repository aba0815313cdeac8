import { listReviews, type Review } from '@lockstep/schema/api';
import { contentHash } from '@lockstep/schema/graph';
import { Link } from '@tanstack/react-router';
import { GitCompareArrows, UserCheck, X } from 'lucide-react';
import { useMemo } from 'react';
import { useCall } from '../../../api/index.ts';
import { useEditorUiApi } from '../../../stores/editor-ui.ts';
import { useFlowState } from '../../../stores/FlowStoreProvider.tsx';
import {
  Badge,
  buttonClass,
  EmptyState,
  ErrorState,
  IconButton,
  Notice,
  SkeletonRows,
  Time,
} from '../../../ui/index.ts';
import { CommentList } from './CommentList.tsx';
import { DecideForm } from './DecideForm.tsx';

const LOOK = {
  open: { word: 'Waits for a decision', tone: 'waiting' },
  approved: { word: 'Approved', tone: 'ok' },
  declined: { word: 'Declined', tone: 'failed' },
  withdrawn: { word: 'Withdrawn', tone: 'idle' },
  published: { word: 'Published', tone: 'ok' },
} as const;

/** Right of the canvas: the reviews of this flow, the newest in full. */
export function ReviewPanel() {
  const ui = useEditorUiApi();
  const flowId = useFlowState((state) => state.flow.id);
  const told = useCall(listReviews, { params: { flowId } }, { staleTime: 0 });
  const [newest, ...older] = told.data?.reviews ?? [];
  return (
    <section aria-label="Reviews" className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-3 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-base">Review</h2>
          <p className="text-muted text-xs">Another person approves a state of the draft before it is published.</p>
        </div>
        <IconButton
          size="sm"
          label="Close the review"
          icon={<X size={15} />}
          onClick={() => ui.setState({ panel: undefined })}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {told.isPending && <SkeletonRows rows={4} label="Loading reviews" />}
        {told.isError && (
          <ErrorState
            title="The reviews cannot be shown"
            detail={told.error.problem.title}
            onRetry={() => void told.refetch()}
          />
        )}
        {told.data !== undefined && newest === undefined && (
          <EmptyState icon={<UserCheck size={20} />} title="No review yet">
            {told.data.required === undefined
              ? 'This flow does not ask for one: see “Publishing asks for a review” in its settings.'
              : 'Ask for one where you publish.'}
          </EmptyState>
        )}
        {newest !== undefined && <WholeReview review={newest} />}
        {older.length > 0 && (
          <ol aria-label="Earlier reviews" className="border-t">
            {older.map((review) => (
              <li key={review.id} className="border-b px-4 py-2 text-sm">
                <ReviewHead review={review} />
              </li>
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}

function WholeReview({ review }: { readonly review: Review }) {
  const flow = useFlowState((state) => state.flow);
  const isSame = useMemo(() => contentHash(flow) === review.hash, [flow, review.hash]);
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <ReviewHead review={review} />
      {review.message !== '' && <p className="whitespace-pre-wrap break-words text-sm">{review.message}</p>}
      {!isSame && review.status !== 'published' && (
        <Notice kind="waiting">The draft has changed since: this review is about the state it was asked for.</Notice>
      )}
      <Link
        to="/flows/$flowId/diff"
        params={{ flowId: review.flowId }}
        search={{
          from: review.basedOn === 0 ? `review-${review.id}` : String(review.basedOn),
          to: `review-${review.id}`,
        }}
        className={buttonClass('secondary', 'sm', 'self-start')}
      >
        <GitCompareArrows size={13} aria-hidden="true" /> What it changes
      </Link>
      <CommentList review={review} />
      {review.status === 'open' && <DecideForm review={review} />}
    </div>
  );
}

function ReviewHead({ review }: { readonly review: Review }) {
  const { word, tone } = LOOK[review.status];
  const { decision } = review;
  return (
    <div data-testid={`review:${review.status}`}>
      <p className="flex items-center gap-2 font-medium text-sm">
        {review.by} <Badge tone={tone}>{word}</Badge>
      </p>
      <p className="text-muted text-xs">
        asked <Time at={review.at} />
        {decision !== undefined && (
          <>
            , {LOOK[review.status].word.toLowerCase()} by {decision.by} <Time at={decision.at} />
            {decision.note !== '' && `: ${decision.note}`}
          </>
        )}
      </p>
    </div>
  );
}
