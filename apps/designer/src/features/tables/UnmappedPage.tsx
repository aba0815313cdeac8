import { dismissUnmapped, listTables, listUnmapped, type UnmappedView } from '@lockstep/schema/api';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { CircleCheck, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  EmptyState,
  formatCount,
  lazyPart,
  Page,
  PageBody,
  Segmented,
  SkeletonRows,
  Table,
  Td,
  Th,
  Time,
  toast,
} from '../../ui/index.ts';
import { TablesNav } from './TablesNav.tsx';

const MapDialog = lazyPart(async () => (await import('./MapDialog.tsx')).MapDialog);

/** Codes that flows looked up in vain, with the runs they hold up; one answer lets them all go on. */
export function UnmappedPage() {
  const search = useSearch({ from: '/tables/unmapped' });
  const { table, status = 'open', map: mapping } = search;
  const navigate = useNavigate({ from: '/tables/unmapped' });
  const go = (next: typeof search): void => void navigate({ search: { ...search, ...next }, replace: true });
  const found = useCall(listUnmapped, { query: { status, ...(table !== undefined && { table }) } });
  const [dismissing, setDismissing] = useState<UnmappedView>();
  const dismiss = useSend(dismissUnmapped, [listUnmapped, listTables]);
  const confirm = async (): Promise<void> => {
    if (!dismissing) return;
    const answer = await dismiss.send({ params: { id: dismissing.id }, body: {} });
    if (!answer.ok) toast({ kind: 'failed', title: answer.problem.title, detail: answer.problem.detail });
    setDismissing(undefined);
  };
  return (
    <Page
      title="Unmapped codes"
      lead="Codes that a table does not have. Say what one stands for, and every run that waits for it goes on."
      toolbar={
        <>
          <TablesNav />
          <Segmented
            label="Status"
            value={status}
            options={[
              { value: 'open', label: 'Open' },
              { value: 'mapped', label: 'Mapped' },
              { value: 'dismissed', label: 'Not to be mapped' },
            ]}
            onChange={(next) => go({ status: next === 'open' ? undefined : next })}
          />
          {table !== undefined && (
            <Button size="sm" onClick={() => go({ table: undefined })}>
              Only {table} ✕
            </Button>
          )}
        </>
      }
    >
      <PageBody>
        <Card flush>
          <AnswerView query={found} what="Unmapped codes" loading={<SkeletonRows label="Loading unmapped codes" />}>
            {({ unmapped }) =>
              unmapped.length > 0 ? (
                <UnmappedList rows={unmapped} onMap={(id) => go({ map: id })} onDismiss={setDismissing} />
              ) : status === 'open' ? (
                <EmptyState icon={<CircleCheck size={20} />} title="Every code is known">
                  A code comes here when a map asks for it with{' '}
                  <code className="font-mono text-xs">{"t.lookup('table', code, { missing: 'queue' })"}</code> and the
                  table does not have it.
                </EmptyState>
              ) : (
                <EmptyState icon={<SearchX size={20} />} title="None" />
              )
            }
          </AnswerView>
        </Card>
      </PageBody>
      {mapping !== undefined && <MapDialog id={mapping} onClose={() => go({ map: undefined })} />}
      <ConfirmDialog
        open={dismissing !== undefined}
        title={`Do not map “${dismissing?.key}”?`}
        action="Do not map"
        busy={dismiss.pending}
        onConfirm={() => void confirm()}
        onClose={() => setDismissing(undefined)}
      >
        It leaves this list and does not come back by itself. Its exceptions stay open: retry or discard them there.
      </ConfirmDialog>
    </Page>
  );
}

interface UnmappedListProps {
  readonly rows: readonly UnmappedView[];
  readonly onMap: (id: string) => void;
  readonly onDismiss: (row: UnmappedView) => void;
}

function UnmappedList({ rows, onMap, onDismiss }: UnmappedListProps) {
  return (
    <Table label="Unmapped codes">
      <thead>
        <tr>
          <Th>Code</Th>
          <Th className="w-44">Table</Th>
          <Th className="w-24 text-right!">Runs</Th>
          <Th className="hidden w-48 @5xl:table-cell">Newest run</Th>
          <Th className="hidden w-32 @3xl:table-cell">First seen</Th>
          <Th className="w-48">
            <span className="sr-only">What to do</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-testid={`unmapped-row:${row.key}`} data-status={row.status}>
            <Td>
              <p className="truncate font-mono" title={row.key}>
                {row.key}
              </p>
            </Td>
            <Td>
              <Link
                to="/tables/$table"
                params={{ table: row.table }}
                className="block truncate rounded text-accent-text hover:underline"
              >
                {row.tableTitle}
              </Link>
              <p className="truncate text-muted text-xs">
                {row.from} → {row.to}
              </p>
            </Td>
            <Td className="tabular text-right!">
              <p>{formatCount(row.waiting)} wait</p>
              <p className="text-muted text-xs">of {formatCount(row.count)}</p>
            </Td>
            <Td className="hidden @5xl:table-cell">
              <NewestRun row={row} />
            </Td>
            <Td className="hidden text-muted @3xl:table-cell">
              <Time at={row.firstAt} />
            </Td>
            <Td>
              {row.status === 'open' ? (
                <span className="flex justify-end gap-2">
                  <Button size="sm" kind="quiet" onClick={() => onDismiss(row)}>
                    Do not map
                  </Button>
                  <Button size="sm" kind="primary" onClick={() => onMap(row.id)}>
                    Map…
                  </Button>
                </span>
              ) : (
                <span className="text-muted text-xs">
                  {row.settledBy}
                  {row.version !== undefined && `, version ${row.version}`}
                </span>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function NewestRun({ row: { runs } }: { readonly row: UnmappedView }) {
  const [run] = runs;
  if (!run) return <span className="text-muted">Removed</span>;
  return (
    <>
      <Link
        to="/runs/$runId"
        params={{ runId: run.runId }}
        search={{ node: run.node }}
        className="block truncate rounded text-accent-text hover:underline"
      >
        {run.flowId}
      </Link>
      <Badge tone={run.wentOn ? 'idle' : 'failed'}>{run.wentOn ? 'Went on with a default' : 'Stopped'}</Badge>
    </>
  );
}
