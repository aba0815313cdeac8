import { getRunTables, type RunView } from '@lockstep/schema/api';
import { asksTables } from '@lockstep/schema/tables';
import { Link } from '@tanstack/react-router';
import { TableProperties } from 'lucide-react';
import { useMemo } from 'react';
import { useCall } from '../../api/index.ts';

/** Below the header of a run that looks codes up: in which versions of which tables, and the codes it did not find. */
export function RunTablesNote({ run }: { readonly run: RunView }) {
  const { flow, runId } = run;
  const asks = useMemo(() => flow.nodes.some(({ params }) => asksTables(params)), [flow.nodes]);
  const found = useCall(getRunTables, { params: { runId } }, { enabled: asks }).data;
  if (!found || found.tables.length === 0) return null;
  const open = found.unmapped.filter(({ status }) => status === 'open');
  return (
    <section
      aria-label="Tables of this run"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-6 py-1.5 text-muted text-xs"
    >
      <TableProperties size={13} aria-hidden="true" />
      {found.tables.map(({ table, version, pinned, answered }) => (
        <span key={table}>
          <Link to="/tables/$table" params={{ table }} className="rounded text-accent-text underline">
            {table}
          </Link>{' '}
          {version === undefined ? 'not asked' : `v${version}`}
          {version !== undefined && (pinned ? ', as published' : ', the newest then')}
          {answered !== undefined && `; v${answered} for codes it did not have`}
        </span>
      ))}
      {open.map(({ id, key }) => (
        <Link
          key={id}
          to="/tables/unmapped"
          search={{ map: id }}
          className="rounded bg-waiting-soft px-1.5 font-medium text-waiting hover:underline"
        >
          Map “{key}”…
        </Link>
      ))}
    </section>
  );
}
