import { listSearchFields } from '@lockstep/schema/api';
import { RunStatus } from '@lockstep/schema/run';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useCall } from '../../api/index.ts';
import { FlowFilter } from '../../parts/FlowFilter.tsx';
import { Button, Page, SearchInput, Select, STATUS, StatusIcon } from '../../ui/index.ts';
import { RunFeedView } from './RunFeedView.tsx';
import type { RunFilter } from './use-run-feed.ts';

const TYPING_MS = 250;

/** Every run, newest first. The filters are in the address, so a view can be sent to somebody. */
export function RunsPage() {
  const filter = useSearch({ from: '/runs' });
  const navigate = useNavigate({ from: '/runs' });
  const change = (next: RunFilter): void => void navigate({ search: { ...filter, ...next }, replace: true });
  const filtered = Object.values(filter).some((value) => value !== undefined);

  return (
    <Page
      title="Runs"
      lead="One run is one message on its way through a flow."
      toolbar={
        <>
          <SearchBox value={filter.search ?? ''} onChange={(search) => change({ search: search || undefined })} />
          <Select
            label="Status"
            prefix="Status"
            value={filter.status ?? ''}
            options={[
              { value: '', label: 'All' },
              ...RunStatus.options.map((status) => ({
                value: status,
                label: STATUS[status].label,
                icon: <StatusIcon status={status} />,
              })),
            ]}
            onChange={(status) => change({ status: RunStatus.safeParse(status).data })}
          />
          <FlowFilter value={filter.flow} onChange={(flow) => change({ flow })} />
          <Select
            label="Kind"
            prefix="Kind"
            value={filter.test ?? ''}
            options={[
              { value: '', label: 'All' },
              { value: 'false', label: 'Production' },
              { value: 'true', label: 'Test runs' },
            ]}
            onChange={(test) => change({ test: test === '' ? undefined : test })}
          />
          {filtered && (
            <Button kind="quiet" onClick={() => void navigate({ search: {}, replace: true })}>
              Clear filters
            </Button>
          )}
        </>
      }
    >
      <RunFeedView key={JSON.stringify(filter)} filter={filter} filtered={filtered} />
    </Page>
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
  const fields = useCall(listSearchFields, {}).data?.fields ?? [];
  const [first] = fields;
  const example = first === undefined ? '' : `, or ${first}:value`;
  const hint = fields.length > 1 ? `Or by a field: ${fields.map((name) => `${name}:`).join(' ')}` : undefined;
  return (
    <SearchInput
      label={`Search by run id or business key${example}`}
      className={first === undefined ? 'w-72' : 'w-96'}
      title={hint}
      value={typed}
      onChange={setTyped}
    />
  );
}
