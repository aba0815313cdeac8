import { listTables, type TableSummary } from '@lockstep/schema/api';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, TableProperties } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  Badge,
  Button,
  Card,
  EmptyState,
  formatCount,
  lazyPart,
  Page,
  PageBody,
  SkeletonRows,
  Table,
  Td,
  Th,
  Time,
} from '../../ui/index.ts';
import { TablesNav } from './TablesNav.tsx';

const NewTableDialog = lazyPart(async () => (await import('./NewTableDialog.tsx')).NewTableDialog);

/** Every cross-reference table: what it joins, how it stands, who reads it. */
export function TablesPage() {
  const { create: creating } = useSearch({ from: '/tables' });
  const navigate = useNavigate();
  const tables = useCall(listTables, {});
  const open = (name: string | undefined): void =>
    void navigate({ to: '/tables', search: name === undefined ? {} : { create: name }, replace: true });
  const create = (
    <Button kind="primary" icon={<Plus size={15} />} onClick={() => open('')}>
      New table
    </Button>
  );
  return (
    <Page
      title="Tables"
      lead="Which codes of several systems mean the same. Maps look them up with t.lookup."
      actions={create}
      toolbar={<TablesNav />}
    >
      <PageBody>
        <Card flush>
          <AnswerView query={tables} what="Tables" loading={<SkeletonRows label="Loading tables" />}>
            {({ tables: rows }) =>
              rows.length === 0 ? (
                <EmptyState icon={<TableProperties size={20} />} title="No table yet" action={create}>
                  A table holds the codes of one thing in several systems: the SKU of the shop and of the ERP, the words
                  of a carrier and yours. Changing one needs no new version of a flow.
                </EmptyState>
              ) : (
                <TableList rows={rows} />
              )
            }
          </AnswerView>
        </Card>
      </PageBody>
      {creating !== undefined && <NewTableDialog name={creating} onClose={() => open(undefined)} />}
    </Page>
  );
}

function TableList({ rows }: { readonly rows: readonly TableSummary[] }) {
  return (
    <Table label="Tables">
      <thead>
        <tr>
          <Th>Table</Th>
          <Th className="hidden w-64 @7xl:w-2/5 @3xl:table-cell">Columns</Th>
          <Th className="w-20 text-right!">Rows</Th>
          <Th className="w-44">Newest version</Th>
          <Th className="hidden w-32 @7xl:w-1/6 @2xl:table-cell">Read by</Th>
          <Th className="w-28">Unmapped</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableLine key={row.name} row={row} />
        ))}
      </tbody>
    </Table>
  );
}

function TableLine({ row: { name, title, columns, newest, usedBy, unmapped } }: { readonly row: TableSummary }) {
  const columnWords = columns.map((column) => column.name).join(' · ');
  const readers = usedBy.map(({ flowName }) => flowName).join(', ');
  return (
    <tr data-testid={`table-row:${name}`} className="relative hover:bg-hover/60">
      <Td>
        <Link
          to="/tables/$table"
          params={{ table: name }}
          className="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
        >
          {title}
        </Link>
        <p className="truncate font-mono text-muted text-xs">{name}</p>
      </Td>
      <Td className="hidden @3xl:table-cell">
        <p className="truncate text-muted" title={columnWords}>
          {columnWords}
        </p>
      </Td>
      <Td className="tabular text-right!">{formatCount(newest.rows)}</Td>
      <Td>
        <p className="truncate">
          <span className="tabular">v{newest.version}</span> <Time at={newest.publishedAt} className="relative z-10" />
        </p>
        <p className="truncate text-muted text-xs">{newest.publishedBy}</p>
      </Td>
      <Td className="hidden @2xl:table-cell">
        <p className="truncate text-muted" title={readers}>
          {usedBy.length === 0 ? 'No flow' : usedBy.length === 1 ? readers : `${usedBy.length} flows`}
        </p>
      </Td>
      <Td>
        {unmapped === 0 ? (
          <span className="text-muted">None</span>
        ) : (
          <Link
            to="/tables/unmapped"
            search={{ table: name }}
            className="relative z-10 rounded"
            aria-label={`${unmapped} unmapped codes of ${title}`}
          >
            <Badge tone="waiting">{formatCount(unmapped)} open</Badge>
          </Link>
        )}
      </Td>
    </tr>
  );
}
