import { type ExceptionView, listExceptions } from '@lockstep/schema/api';
import { FailureCategory } from '@lockstep/schema/run';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { PartyPopper, SearchX } from 'lucide-react';
import { useState } from 'react';
import { usePages } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { DiscardDialog } from '../../parts/DiscardDialog.tsx';
import { FlowFilter } from '../../parts/FlowFilter.tsx';
import { CATEGORY_LABEL } from '../../parts/failure-words.ts';
import { Button, Card, EmptyState, Page, PageBody, Segmented, Select, SkeletonRows } from '../../ui/index.ts';
import { BulkBar } from './BulkBar.tsx';
import { BulkProgress } from './BulkProgress.tsx';
import { CauseTable } from './CauseTable.tsx';
import { ExceptionPanel } from './ExceptionPanel.tsx';
import { ExceptionTable } from './ExceptionTable.tsx';

type StatusFilter = ExceptionView['status'] | 'all';
const STATUSES: readonly { readonly value: StatusFilter; readonly label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'retrying', label: 'Retrying' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'discarded', label: 'Discarded' },
  { value: 'all', label: 'All' },
];

type View = 'list' | 'causes';
const VIEWS: readonly { readonly value: View; readonly label: string }[] = [
  { value: 'list', label: 'List' },
  { value: 'causes', label: 'Causes' },
];

/** Runs that need a person: why they stopped, and the two ways on. */
export function ExceptionsPage() {
  const filter = useSearch({ from: '/exceptions' });
  const navigate = useNavigate({ from: '/exceptions' });
  const change = (next: typeof filter): void => void navigate({ search: { ...filter, ...next }, replace: true });
  const status = filter.status ?? 'open';
  const view = filter.view ?? 'list';
  const { exception, ...list } = filter;

  return (
    <Page
      title="Exceptions"
      lead="Runs that stopped and need a person. Retrying uses the same idempotency keys, so nothing is done twice."
      toolbar={
        <>
          <Segmented
            label="View"
            value={view}
            options={VIEWS}
            onChange={(next) => change({ view: next === 'causes' ? next : undefined })}
          />
          {view === 'list' && (
            <Segmented
              label="Status"
              value={status}
              options={STATUSES}
              onChange={(next) => change({ status: next === 'open' ? undefined : next })}
            />
          )}
          <Select
            label="Category"
            prefix="Category"
            value={filter.category ?? ''}
            options={[
              { value: '', label: 'All' },
              ...FailureCategory.options.map((category) => ({ value: category, label: CATEGORY_LABEL[category] })),
            ]}
            onChange={(category) => change({ category: FailureCategory.safeParse(category).data })}
          />
          <FlowFilter value={filter.flow} onChange={(flow) => change({ flow })} />
        </>
      }
    >
      <PageBody className="relative">
        <BulkProgress />
        {view === 'causes' ? (
          <CauseTable flow={filter.flow} category={filter.category} />
        ) : (
          <ExceptionList
            key={JSON.stringify(list)}
            status={status}
            flow={filter.flow}
            category={filter.category}
            onOpen={(id) => change({ exception: id })}
          />
        )}
      </PageBody>
      {exception !== undefined && (
        <ExceptionPanel key={exception} id={exception} onClose={() => change({ exception: undefined })} />
      )}
    </Page>
  );
}

interface ExceptionListProps {
  readonly status: StatusFilter;
  readonly flow: string | undefined;
  readonly category: FailureCategory | undefined;
  readonly onOpen: (id: string) => void;
}

function ExceptionList({ status, flow, category, onOpen }: ExceptionListProps) {
  const pages = usePages(
    listExceptions,
    (before) => ({ query: { status: status === 'all' ? undefined : status, flow, category, before } }),
    ({ next }) => next,
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [discarding, setDiscarding] = useState<readonly ExceptionView[]>([]);
  const rows = pages.data?.pages.flatMap(({ exceptions }) => exceptions) ?? [];
  const selected = rows.filter((row) => chosen.has(row.id) && row.status === 'open');

  return (
    <>
      <Card flush>
        <AnswerView query={pages} what="Exceptions" loading={<SkeletonRows label="Loading exceptions" />}>
          {() =>
            rows.length === 0 ? (
              <Empty plain={status === 'open' && flow === undefined && category === undefined} />
            ) : (
              <ExceptionTable
                rows={rows}
                chosen={chosen}
                onChoose={setChosen}
                onDiscard={(row) => setDiscarding([row])}
                onOpen={({ id }) => onOpen(id)}
              />
            )
          }
        </AnswerView>
      </Card>
      {pages.hasNextPage && (
        <div className="flex justify-center pt-4">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Load older
          </Button>
        </div>
      )}
      <BulkBar selected={selected} onDiscard={() => setDiscarding(selected)} onClear={() => setChosen(new Set())} />
      {discarding.length > 0 && (
        <DiscardDialog
          rows={discarding}
          onClose={() => {
            setDiscarding([]);
            setChosen(new Set());
          }}
        />
      )}
    </>
  );
}

function Empty({ plain }: { readonly plain: boolean }) {
  return plain ? (
    <EmptyState icon={<PartyPopper size={20} />} title="Nothing needs you">
      Every message went through or is on its way. When one stops, it waits here with its reason.
    </EmptyState>
  ) : (
    <EmptyState icon={<SearchX size={20} />} title="No exception matches">
      Try another status, category or flow.
    </EmptyState>
  );
}
