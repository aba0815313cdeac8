import { getOverview, listRuns } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { LedgerStrip } from '../../parts/LedgerStrip.tsx';
import { RunTable } from '../../parts/RunTable.tsx';
import { Badge, Card, EmptyState, Page, PageBody, Skeleton, SkeletonRows } from '../../ui/index.ts';
import { EstateCard } from './EstateCard.tsx';
import { LatencyCard } from './LatencyCard.tsx';
import { LandscapeCard } from './landscape/LandscapeCard.tsx';
import { OpenExceptionsCard } from './OpenExceptionsCard.tsx';
import { OutcomeTiles } from './OutcomeTiles.tsx';
import { TouchesCard } from './TouchesCard.tsx';

const HOUR_MS = 3_600_000;

/** The first screen: is everything in step, and if not, where to look. */
export function OverviewPage() {
  const overview = useCall(getOverview, {});
  const demo = overview.data?.demo ?? false;
  const environment = overview.data?.environment;
  // Whole hours, so that the question stays the same.
  const [from] = useState(() => new Date(Math.floor(Date.now() / HOUR_MS - 24) * HOUR_MS).toISOString());
  return (
    <Page
      title="Overview"
      lead="What came in during the last 24 hours, and what became of it."
      actions={
        <>
          {environment !== undefined && <Badge tone="idle">Environment: {environment}</Badge>}
          {demo && <Badge tone="accent">Demo estate is running</Badge>}
        </>
      }
    >
      <PageBody className="flex flex-col gap-4">
        <AnswerView query={overview} what="The overview" loading={<TilesLoading />}>
          {(value) => <OutcomeTiles overview={value} />}
        </AnswerView>
        <LandscapeCard />
        <LedgerStrip from={from} span="in 24 hours" />
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_17rem] xl:grid-cols-[minmax(0,1fr)_20rem] 2xl:grid-cols-[minmax(0,1fr)_26rem]">
          <RecentRuns />
          <div className="flex min-w-0 flex-col gap-4">
            <OpenExceptionsCard />
            <TouchesCard />
            <LatencyCard latencyMs={overview.data?.latencyMs} loading={overview.isPending} />
            {demo && <EstateCard />}
          </div>
        </div>
      </PageBody>
    </Page>
  );
}

function RecentRuns() {
  const runs = useCall(listRuns, { query: { limit: 12 } });
  return (
    <Card
      flush
      title="Recent runs"
      actions={
        <Link to="/runs" className="rounded font-medium text-accent-text text-xs hover:underline">
          All runs
        </Link>
      }
    >
      <AnswerView query={runs} what="Recent runs" loading={<SkeletonRows label="Loading recent runs" />}>
        {(value) =>
          value.runs.length === 0 ? (
            <EmptyState icon={<Inbox size={20} />} title="No message yet">
              Publish a flow and send it a message; it appears here as it arrives.
            </EmptyState>
          ) : (
            <RunTable runs={value.runs} label="Recent runs" />
          )
        }
      </AnswerView>
    </Card>
  );
}

function TilesLoading() {
  return (
    <div role="status" aria-label="Loading the overview" className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      {['a', 'b', 'c', 'd'].map((key) => (
        <div key={key} className="flex h-24 flex-col justify-between rounded-xl border bg-surface p-4">
          <Skeleton className="w-24" />
          <Skeleton className="h-6 w-16" />
        </div>
      ))}
    </div>
  );
}
