import { getDraft, getFlowThere, getReview, getVersion, listVersions } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { Link } from '@tanstack/react-router';
import { ArrowLeftRight, ChevronLeft } from 'lucide-react';
import type { ComponentType } from 'react';
import { useCall } from '../../../api/index.ts';
import { ErrorState, IconButton, Select, SkeletonRows, useTitle } from '../../../ui/index.ts';
import { AroundChanges } from './AroundChanges.tsx';
import { type DiffCanvasProps, DiffView } from './DiffView.tsx';

/** A state of a flow: its draft, what is published now, a version by number, or what a review is about. */
export type DiffSide = 'draft' | 'published' | number | `review-${string}` | `at-${string}`;

/** `draft`, `published` or a number, as it stands in the address. */
export function asSide(text: string | undefined): DiffSide | undefined {
  if (text === 'draft' || text === 'published') return text;
  if (text?.startsWith(REVIEW)) return `review-${text.slice(REVIEW.length)}`;
  if (text?.startsWith(AT)) return `at-${text.slice(AT.length)}`;
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const REVIEW = 'review-';
const AT = 'at-';

export interface DiffPageProps {
  readonly flowId: string;
  readonly from: DiffSide;
  readonly to: DiffSide;
  readonly node: string | undefined;
  readonly onChange: (next: {
    readonly from: DiffSide;
    readonly to: DiffSide;
    readonly node?: string | undefined;
  }) => void;
  readonly canvas: ComponentType<DiffCanvasProps>;
}

/** Any two states of a flow over each other. */
export function DiffPage({ flowId, from, to, node, onChange, canvas }: DiffPageProps) {
  const draft = useCall(getDraft, { params: { flowId } });
  const versions = useCall(listVersions, { params: { flowId } });
  const before = useSide(flowId, from);
  const after = useSide(flowId, to);
  const name = draft.data?.flow.name ?? flowId;
  useTitle(`Differences of ${name}`);
  const options = sides(versions.data?.versions ?? [], [from, to]);
  const failed = before.error ?? after.error;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b bg-surface py-1.5 pr-3 pl-2">
        <Link
          to="/flows/$flowId"
          params={{ flowId }}
          aria-label={`Back to ${name}`}
          title={`Back to ${name}`}
          className="grid size-8 place-items-center rounded-lg text-muted hover:bg-hover hover:text-text"
        >
          <ChevronLeft size={16} />
        </Link>
        <h1 className="min-w-0 truncate font-semibold text-base">Differences of {name}</h1>
        <div className="min-w-0 flex-1" />
        <Select
          label="Compare from"
          prefix="From"
          value={String(from)}
          options={options}
          onChange={(value) => onChange({ from: asSide(value) ?? from, to })}
        />
        <IconButton
          label="Swap the two"
          icon={<ArrowLeftRight size={15} />}
          onClick={() => onChange({ from: to, to: from, node })}
        />
        <Select
          label="Compare to"
          prefix="To"
          value={String(to)}
          options={options}
          onChange={(value) => onChange({ from, to: asSide(value) ?? to })}
        />
      </header>
      {failed !== undefined && (
        <ErrorState
          title="These two cannot be compared"
          detail={failed}
          onRetry={() => {
            before.again();
            after.again();
          }}
        />
      )}
      {failed === undefined && (before.flow === undefined || after.flow === undefined) && (
        <SkeletonRows rows={6} label="Loading the two states" />
      )}
      {failed === undefined && before.flow !== undefined && after.flow !== undefined && (
        <DiffView
          key={`${from} ${to}`}
          before={before.flow}
          after={after.flow}
          canvas={canvas}
          none="They mean the same."
          aside={
            <AroundChanges
              flowId={flowId}
              before={before.flow}
              after={after.flow}
              isHere={![from, to].some(isElsewhere)}
            />
          }
          node={node}
          onNode={(next) => onChange({ from, to, node: next })}
        />
      )}
    </div>
  );
}

function sides(versions: readonly { readonly version: number; readonly note: string }[], shown: readonly DiffSide[]) {
  const reviews = [...new Set(shown.filter(isReview))];
  return [
    ...reviews.map((value) => ({ value, label: 'State under review' })),
    ...[...new Set(shown.filter(isElsewhere))].map((value) => ({
      value,
      label: `What runs at ${value.slice(AT.length)}`,
    })),
    { value: 'draft', label: 'Draft' },
    ...(versions.length === 0 ? [] : [{ value: 'published', label: `Published (v${versions[0]?.version})` }]),
    ...versions.map(({ version, note }) => ({
      value: String(version),
      label: `Version ${version}`,
      ...(note !== '' && { hint: note }),
    })),
  ];
}

function isReview(side: DiffSide): side is `review-${string}` {
  return typeof side === 'string' && side.startsWith(REVIEW);
}

function isElsewhere(side: DiffSide): side is `at-${string}` {
  return typeof side === 'string' && side.startsWith(AT);
}

interface Side {
  readonly flow: Flow | undefined;
  readonly error: string | undefined;
  readonly again: () => void;
}

function useSide(flowId: string, side: DiffSide): Side {
  const draft = useCall(getDraft, { params: { flowId } });
  const newest = draft.data?.published?.version;
  const reviewId = isReview(side) ? side.slice(REVIEW.length) : undefined;
  const version = typeof side === 'number' ? side : side === 'published' ? newest : undefined;
  const review = useCall(
    getReview,
    { params: { flowId, reviewId: reviewId ?? '' } },
    { enabled: reviewId !== undefined, staleTime: Number.POSITIVE_INFINITY },
  );
  const published = useCall(
    getVersion,
    { params: { flowId, version: version ?? 0 } },
    { enabled: version !== undefined, staleTime: Number.POSITIVE_INFINITY },
  );
  const environment = isElsewhere(side) ? side.slice(AT.length) : undefined;
  const elsewhere = useCall(
    getFlowThere,
    { params: { flowId, name: environment ?? '' } },
    { enabled: environment !== undefined, staleTime: 60_000 },
  );
  const again = () => {
    if (environment !== undefined) void elsewhere.refetch();
    void draft.refetch();
    if (version !== undefined) void published.refetch();
  };
  if (side === 'draft') return { flow: draft.data?.flow, error: wordsOf(draft.error), again };
  if (environment !== undefined) return { flow: elsewhere.data?.flow, error: wordsOf(elsewhere.error), again };
  if (reviewId !== undefined) return { flow: review.data?.flow, error: wordsOf(review.error), again };
  const isUnpublished = side === 'published' && draft.data !== undefined && newest === undefined;
  const error = isUnpublished ? 'Nothing of this flow is published yet.' : wordsOf(published.error ?? draft.error);
  return { flow: published.data?.flow, error, again };
}

function wordsOf(error: { readonly problem: { readonly title: string; readonly detail?: string | undefined } } | null) {
  return error === null ? undefined : (error.problem.detail ?? error.problem.title);
}
