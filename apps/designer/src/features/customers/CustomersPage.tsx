import { listCustomers } from '@lockstep/schema/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchX, UsersRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePages } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Button, Card, EmptyState, Page, PageBody, SearchInput, Segmented, SkeletonRows } from '../../ui/index.ts';
import { CustomerTable } from './CustomerTable.tsx';

const TYPING_MS = 250;

/** Golden records: one line for each person or company, whatever number of systems know them. */
export function CustomersPage() {
  const { search, which } = useSearch({ from: '/customers' });
  const navigate = useNavigate({ from: '/customers' });
  const change = (next: { search?: string | undefined; which?: 'undecided' | 'duplicates' | undefined }): void =>
    void navigate({ search: { search, which, ...next }, replace: true });
  const asked = { ...(search !== undefined && { search }), ...(which !== undefined && { which }) };
  const pages = usePages(
    listCustomers,
    (before) => ({ query: { ...asked, ...(before !== undefined && { before }) } }),
    ({ next }) => next,
  );
  const counts = pages.data?.pages[0]?.counts;
  return (
    <Page
      title="Customers"
      lead="One golden record for each person or company: what all systems say, and who is right."
      toolbar={
        <>
          <SearchBox value={search ?? ''} onChange={(text) => change({ search: text || undefined })} />
          <Segmented
            label="Which"
            value={which ?? 'all'}
            options={[
              { value: 'all', label: 'All' },
              { value: 'duplicates', label: 'Possible duplicates', count: counts?.duplicates ?? 0 },
              { value: 'undecided', label: 'To decide', count: counts?.undecided ?? 0 },
            ]}
            onChange={(next) => change({ which: next === 'all' ? undefined : next })}
          />
        </>
      }
    >
      <PageBody className="flex flex-col gap-4">
        <Card flush>
          <AnswerView
            query={{ data: pages.data, error: pages.error, refetch: pages.refetch }}
            what="Customers"
            loading={<SkeletonRows label="Loading customers" />}
          >
            {({ pages: read }) => {
              const customers = read.flatMap((page) => page.customers);
              if (customers.length === 0) return <NoCustomers filtered={Object.keys(asked).length > 0} />;
              return <CustomerTable customers={customers} />;
            }}
          </AnswerView>
        </Card>
        {pages.hasNextPage && (
          <Button className="self-center" onClick={() => void pages.fetchNextPage()}>
            Show more
          </Button>
        )}
      </PageBody>
    </Page>
  );
}

function NoCustomers({ filtered }: { readonly filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon={<SearchX size={20} />} title="No customer fits">
        Search by number, name, e-mail address or telephone number; the beginning of a word is enough.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<UsersRound size={20} />} title="No customer yet">
      A golden record comes about when a flow tells what a system says with “Update golden record”.
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
  return <SearchInput label="Search customers" className="w-64" value={typed} onChange={setTyped} />;
}
