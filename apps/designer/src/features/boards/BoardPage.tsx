import { type Board, type BoardName, getBoard } from '@lockstep/schema/api';
import { Link, useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { DiscardDialog } from '../../parts/DiscardDialog.tsx';
import { FlowFilter } from '../../parts/FlowFilter.tsx';
import { type PictureLinks, PictureLinksProvider, PictureView } from '../../ui/charts/index.ts';
import { formatClock, Page, PageBody, Skeleton } from '../../ui/index.ts';
import { BOARD_TABS } from './board-tabs.ts';
import { RangeField } from './RangeField.tsx';
import { type BoardSpan, queryOf } from './span.ts';
import { useRetry } from './use-retry.ts';

export interface BoardPageProps {
  readonly board: BoardName;
  readonly span: BoardSpan;
  readonly flow: string | undefined;
  readonly onSpan: (span: BoardSpan) => void;
  readonly onFlow: (flow: string | undefined) => void;
}

const REFRESH_MS = 10_000;
/** Boards with pictures of runs and exceptions. */
const BY_FLOW: ReadonlySet<BoardName> = new Set(['today', 'orders', 'exceptions']);

/** One board: pictures of a span of time, each of whose numbers opens its list. */
export function BoardPage({ board, span, flow, onSpan, onFlow }: BoardPageProps) {
  const isLive = span.from === undefined;
  const answer = useCall(
    getBoard,
    { params: { board }, query: { ...queryOf(span), ...(flow !== undefined && { flow }) } },
    { refetchInterval: isLive ? REFRESH_MS : false, keepPrevious: true },
  );
  const shown = answer.data?.board === board ? answer.data : undefined;
  const tab = BOARD_TABS.find(({ name }) => name === board);
  return (
    <Page
      title={tab?.title ?? board}
      lead={shown?.lead ?? tab?.hint}
      actions={
        shown && (
          <span className="text-muted text-xs">Counted to {formatClock(Date.parse(shown.countedTo)).slice(0, 8)}</span>
        )
      }
      toolbar={
        <>
          <nav aria-label="Boards" className="flex flex-wrap gap-1">
            {BOARD_TABS.map(({ name, title }) => (
              <Link
                key={name}
                to="/dash/$board"
                params={{ board: name }}
                search={(before) => before as never}
                aria-current={name === board ? 'page' : undefined}
                className="flex h-8 touch:min-h-11 items-center rounded-lg px-3 text-muted text-sm hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-text"
              >
                {title}
              </Link>
            ))}
          </nav>
          <div className="ml-auto flex flex-wrap items-center gap-2">
            {BY_FLOW.has(board) && <FlowFilter value={flow} onChange={onFlow} />}
            <RangeField span={span} onSpan={onSpan} />
          </div>
        </>
      }
    >
      <PageBody>
        <AnswerView query={{ ...answer, data: shown }} what="The board" loading={<BoardLoading />}>
          {(value) => <Pictures board={value} onSpan={onSpan} />}
        </AnswerView>
      </PageBody>
    </Page>
  );
}

function Pictures({ board, onSpan }: { readonly board: Board; readonly onSpan: (span: BoardSpan) => void }) {
  const router = useRouter();
  const links = useMemo<PictureLinks>(
    () => ({ hrefOf: (path) => path, follow: (path) => router.history.push(path) }),
    [router],
  );
  const { retry, busy } = useRetry();
  const [discarding, setDiscarding] = useState<{ readonly id: string; readonly key: string }>();
  return (
    <PictureLinksProvider value={links}>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        {board.pictures.map((picture) => (
          <PictureView
            key={picture.id}
            picture={picture}
            onRange={(from, to) => onSpan({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })}
            work={{ retry, busy, skip: (id, key) => setDiscarding({ id, key }) }}
          />
        ))}
      </div>
      {discarding && (
        <DiscardDialog
          rows={[{ id: discarding.id, runId: discarding.key, businessKey: discarding.key }]}
          onClose={() => setDiscarding(undefined)}
        />
      )}
    </PictureLinksProvider>
  );
}

function BoardLoading() {
  return (
    <div role="status" aria-label="Loading the board" className="grid grid-cols-1 gap-4 xl:grid-cols-2">
      {['a', 'b', 'c', 'd'].map((key) => (
        <div key={key} className="flex h-64 flex-col gap-3 rounded-xl border bg-surface p-4">
          <Skeleton className="w-40" />
          <Skeleton className="h-full" />
        </div>
      ))}
    </div>
  );
}
