import { exportTable, getTable, listTables, type TableView } from '@lockstep/schema/api';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronRight, Download, Upload } from 'lucide-react';
import { call, useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Button, lazyPart, Notice, Page, SkeletonRows, Tabs, toast } from '../../ui/index.ts';
import { ColumnsTab } from './ColumnsTab.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { PublishBar } from './PublishBar.tsx';
import { RowsTab } from './RowsTab.tsx';
import { saveText } from './save-text.ts';
import { TestsTab } from './TestsTab.tsx';
import { countChanges, NO_DRAFT } from './table-draft.ts';
import { useTableDraft } from './use-table-draft.ts';

const ImportDialog = lazyPart(async () => (await import('./ImportDialog.tsx')).ImportDialog);

/** One table: its rows to edit, its tests, columns and history. What is edited is published as the next version. */
export function TablePage() {
  const { table } = useParams({ from: '/tables/$table' });
  return <OneTable key={table} name={table} />;
}

function OneTable({ name }: { readonly name: string }) {
  const current = useSearch({ from: '/tables/$table' });
  const { tab = 'rows', search = '', v: version, open } = current;
  const navigate = useNavigate({ from: '/tables/$table' });
  const go = (next: typeof current): void => void navigate({ search: { ...current, ...next }, replace: true });
  const found = useCall(getTable, { params: { name }, query: { ...(version !== undefined && { version }) } });
  const summary = useCall(listTables, {}).data?.tables.find((each) => each.name === name);
  const [draft, change] = useTableDraft(name);
  const isOld = version !== undefined && found.data !== undefined && version !== found.data.newest;
  const save = async (): Promise<void> => {
    const answer = await call(exportTable, { params: { name }, query: { ...(version !== undefined && { version }) } });
    if (answer.ok) saveText(`${name}-v${answer.value.version}.csv`, answer.value.csv);
    else toast({ kind: 'failed', title: 'The table could not be exported', detail: answer.problem.detail });
  };
  const content = (view: TableView) => (
    <div className="flex min-h-0 flex-1 flex-col px-6 pb-4">
      {isOld && (
        <div className="mb-3">
          <Notice kind="info">
            Version {version} is shown as it was published.{' '}
            <button type="button" className="underline" onClick={() => go({ v: undefined })}>
              Show version {view.newest}, the newest
            </button>
          </Notice>
        </div>
      )}
      <Tabs
        label="Parts of the table"
        value={tab}
        onChange={(next) => go({ tab: next === 'rows' ? undefined : next })}
        className="flex-1"
        tabs={[
          {
            id: 'rows',
            label: 'Rows',
            content: (
              <RowsTab
                view={view}
                draft={isOld ? NO_DRAFT : draft}
                search={search}
                onSearch={(text) => go({ search: text === '' ? undefined : text })}
                {...(!isOld && { onChange: change })}
              />
            ),
          },
          {
            id: 'tests',
            label: 'Tests',
            content: <TestsTab view={view} draft={draft} {...(!isOld && { onChange: change })} />,
          },
          {
            id: 'columns',
            label: 'Columns',
            content: <ColumnsTab view={view} draft={draft} {...(!isOld && { onChange: change })} />,
          },
          {
            id: 'history',
            label: 'History',
            content: <HistoryTab table={name} shown={view.version} onShow={(v) => go({ v, tab: undefined })} />,
          },
        ]}
      />
      {!isOld && countChanges(draft) > 0 && (
        <PublishBar view={view} draft={draft} onDone={() => change(() => NO_DRAFT)} />
      )}
    </div>
  );
  return (
    <Page
      title={found.data?.title ?? name}
      lead={
        <span className="flex flex-wrap items-center gap-x-1.5">
          <Link to="/tables" className="rounded text-accent-text hover:underline">
            Tables
          </Link>
          <ChevronRight size={13} aria-hidden="true" className="text-faint" />
          <code className="font-mono text-xs">{name}</code>
          {found.data !== undefined && <span className="tabular">version {found.data.version}</span>}
          {summary !== undefined && summary.usedBy.length > 0 && (
            <span>
              · read by{' '}
              {summary.usedBy.map(({ flowId, flowName, version: pinned }, at) => (
                <span key={flowId}>
                  {at > 0 && ', '}
                  <Link to="/flows/$flowId" params={{ flowId }} className="rounded text-accent-text hover:underline">
                    {flowName}
                  </Link>{' '}
                  {pinned === undefined ? '(newest)' : `(v${pinned})`}
                </span>
              ))}
            </span>
          )}
          {summary !== undefined && summary.unmapped > 0 && (
            <Link to="/tables/unmapped" search={{ table: name }} className="rounded">
              <Badge tone="waiting">{summary.unmapped} unmapped</Badge>
            </Link>
          )}
        </span>
      }
      actions={
        found.data !== undefined && (
          <>
            <Button icon={<Download size={14} />} onClick={() => void save()}>
              Export CSV
            </Button>
            <Button icon={<Upload size={14} />} disabled={isOld} onClick={() => go({ open: 'import' })}>
              Import CSV…
            </Button>
          </>
        )
      }
    >
      <AnswerView query={found} what="The table" loading={<SkeletonRows label="Loading the table" />}>
        {content}
      </AnswerView>
      {open === 'import' && found.data !== undefined && (
        <ImportDialog view={found.data} onClose={() => go({ open: undefined })} />
      )}
    </Page>
  );
}
