import { ArrowUp, Inbox, SearchX } from 'lucide-react';
import { useRef, useState } from 'react';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { RunTable } from '../../parts/RunTable.tsx';
import { Button, Card, EmptyState, formatCount, PageBody, SkeletonRows } from '../../ui/index.ts';
import { type RunFilter, useRunFeed } from './use-run-feed.ts';

/** Scrolled further than this, the reader is reading: new runs wait. */
const HELD_PX = 24;

export interface RunFeedViewProps {
  readonly filter: RunFilter;
  readonly filtered: boolean;
}

/** The list of runs: new ones come on top while one is there, and wait behind a button while one reads further down. */
export function RunFeedView({ filter, filtered }: RunFeedViewProps) {
  const [held, setHeld] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const { head, feed, waiting, loadOlder, loadingOlder } = useRunFeed(filter, held);
  return (
    <div className="relative min-h-0 flex-1">
      {waiting > 0 && (
        <Button
          kind="primary"
          size="sm"
          icon={<ArrowUp size={13} />}
          className="absolute top-2 left-1/2 z-20 -translate-x-1/2 rounded-full! shadow-pop"
          onClick={() => scroller.current?.scrollTo({ top: 0 })}
        >
          {waiting === 1 ? '1 new run' : `${formatCount(waiting)} new runs`}
        </Button>
      )}
      <PageBody
        className="h-full"
        scroller={scroller}
        onScroll={(event) => setHeld(event.currentTarget.scrollTop > HELD_PX)}
      >
        <Card flush>
          <AnswerView query={head} what="Runs" loading={<SkeletonRows rows={12} label="Loading runs" />}>
            {() =>
              feed.runs.length === 0 ? <NoRuns filtered={filtered} /> : <RunTable runs={feed.runs} label="Runs" />
            }
          </AnswerView>
        </Card>
        {feed.next !== undefined && (
          <div className="flex justify-center pt-4">
            <Button busy={loadingOlder} onClick={() => void loadOlder()}>
              Load older
            </Button>
          </div>
        )}
      </PageBody>
    </div>
  );
}

function NoRuns({ filtered }: { readonly filtered: boolean }) {
  return filtered ? (
    <EmptyState icon={<SearchX size={20} />} title="No run matches">
      A search finds run ids and business keys by their beginning.
    </EmptyState>
  ) : (
    <EmptyState icon={<Inbox size={20} />} title="No run yet">
      Publish a flow and send a message to its hook address, or press Test run on its canvas.
    </EmptyState>
  );
}
