import { listCases } from '@lockstep/schema/api';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { CalendarDays, PackageSearch, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePages } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  Button,
  buttonClass,
  Card,
  EmptyState,
  Page,
  PageBody,
  SearchInput,
  Segmented,
  Select,
  SkeletonRows,
} from '../../ui/index.ts';
import { CaseTable } from './CaseTable.tsx';
import { stateWords } from './case-words.ts';
import { KeyList } from './KeyList.tsx';

const TYPING_MS = 250;

type Which = 'open' | 'late' | 'closed' | 'all';

/** Orders, returns, shipments: one line each, whatever number of flows and runs it took. The filters are in the address. */
export function CasesPage() {
  const filter = useSearch({ from: '/cases' });
  const navigate = useNavigate({ from: '/cases' });
  const change = (next: typeof filter): void => void navigate({ search: { ...filter, ...next }, replace: true });
  const which: Which = filter.which ?? 'all';
  const { search, kind, state } = filter;
  const asked = {
    ...(search !== undefined && { search }),
    ...(kind !== undefined && { kind }),
    ...(state !== undefined && { state }),
    ...(filter.which !== undefined && { which: filter.which }),
  };
  const pages = usePages(
    listCases,
    (before) => ({ query: { ...asked, ...(before !== undefined && { before }) } }),
    ({ next }) => next,
  );
  const first = pages.data?.pages[0];
  const counts = first?.counts ?? [];
  const kinds = [...new Set(counts.map((each) => each.kind))];
  const states = [
    ...new Set(counts.filter((each) => kind === undefined || each.kind === kind).map((each) => each.state)),
  ];
  const late = counts.reduce((sum, each) => sum + each.late, 0);
  const filtered = Object.keys(asked).length > 0;

  return (
    <Page
      title="Cases"
      lead="One order, one return, one shipment: what all flows together know of it."
      actions={
        <Link to="/business-dates" className={buttonClass()}>
          <CalendarDays size={14} aria-hidden="true" />
          Business dates
        </Link>
      }
      toolbar={
        <>
          <SearchBox value={search ?? ''} onChange={(text) => change({ search: text || undefined })} />
          <Segmented
            label="Which"
            value={which}
            options={[
              { value: 'all', label: 'All' },
              { value: 'open', label: 'Open' },
              { value: 'late', label: 'Late', count: late },
              { value: 'closed', label: 'Closed' },
            ]}
            onChange={(next) => change({ which: next === 'all' ? undefined : next })}
          />
          <Select
            label="Kind"
            prefix="Kind"
            value={kind ?? ''}
            options={[{ value: '', label: 'All' }, ...kinds.map((value) => ({ value, label: stateWords(value) }))]}
            onChange={(value) => change({ kind: value || undefined })}
          />
          <Select
            label="State"
            prefix="State"
            value={state ?? ''}
            options={[{ value: '', label: 'All' }, ...states.map((value) => ({ value, label: stateWords(value) }))]}
            onChange={(value) => change({ state: value || undefined })}
          />
          {filtered && (
            <Button kind="quiet" onClick={() => void navigate({ search: {}, replace: true })}>
              Clear filters
            </Button>
          )}
        </>
      }
    >
      <PageBody className="flex flex-col gap-4">
        <Card flush>
          <AnswerView
            query={{ data: pages.data, error: pages.error, refetch: pages.refetch }}
            what="Cases"
            loading={<SkeletonRows label="Loading cases" />}
          >
            {({ pages: read }) => {
              const cases = read.flatMap((page) => page.cases);
              if (cases.length === 0) return <NoCases filtered={filtered} />;
              return <CaseTable cases={cases} />;
            }}
          </AnswerView>
        </Card>
        {pages.hasNextPage && (
          <Button className="self-center" onClick={() => void pages.fetchNextPage()}>
            Show more
          </Button>
        )}
        {first !== undefined && first.keys.length > 0 && <KeyList keys={first.keys} />}
      </PageBody>
    </Page>
  );
}

function NoCases({ filtered }: { readonly filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon={<SearchX size={20} />} title="No case fits">
        Change the filters, or search by the beginning of another number.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<PackageSearch size={20} />} title="No case yet">
      A case comes about when a flow tells of it with “Update case”. Search by a business key to see the runs of
      anything else.
    </EmptyState>
  );
}

/** Waits until typing pauses, so the list is not fetched for every letter. */
function SearchBox({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => onChange(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return <SearchInput label="Search by number" className="w-64" value={typed} onChange={setTyped} />;
}
