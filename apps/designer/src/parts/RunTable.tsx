import type { RunSummary } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Badge, formatDuration, StatusBadge, Table, Td, Th, Time } from '../ui/index.ts';

export interface RunTableProps {
  readonly runs: readonly RunSummary[];
  /** Name of the table for screen readers. */
  readonly label: string;
}

/** Runs, one a row; the whole row leads to the run. */
export function RunTable({ runs, label }: RunTableProps) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th className="w-30 @3xl:w-32 @7xl:w-1/8">Status</Th>
          <Th className="w-34 @3xl:w-44 @7xl:w-1/4">Message</Th>
          <Th>Flow</Th>
          <Th className="w-26 @3xl:w-32 @7xl:w-1/6">Started</Th>
          <Th className="hidden w-28 text-right @7xl:w-1/8 @xl:table-cell">Duration</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.runId} run={run} />
        ))}
      </tbody>
    </Table>
  );
}

function RunRow({ run }: { readonly run: RunSummary }) {
  const { runId, status, businessKey, flowName, version, test, startedAt, durationMs, failure } = run;
  return (
    <tr data-testid={`run-row:${runId}`} data-status={status} className="relative hover:bg-hover/60">
      <Td>
        <StatusBadge status={status} />
      </Td>
      <Td>
        <Link
          to="/runs/$runId"
          params={{ runId }}
          title={businessKey}
          className="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
        >
          {businessKey ?? <span className="font-mono font-normal text-muted text-xs">{shortId(runId)}</span>}
        </Link>
      </Td>
      <Td>
        <div className="flex min-w-0 items-baseline gap-2">
          <span className="truncate" title={flowName}>
            {flowName}
          </span>
          {version !== undefined && <span className="tabular shrink-0 text-muted text-xs">v{version}</span>}
          {test && <Badge tone="accent">Test</Badge>}
        </div>
        {failure !== undefined && (
          <div className="truncate text-failed text-xs" title={failure.message}>
            {failure.nodeName}: {failure.message}
          </div>
        )}
      </Td>
      <Td className="text-muted">
        <Time at={startedAt} className="relative z-10" />
      </Td>
      <Td className="tabular hidden text-right text-muted @xl:table-cell">
        {durationMs === undefined ? '–' : formatDuration(durationMs)}
      </Td>
    </tr>
  );
}

/** The last part of a run id: enough to tell rows apart where there is no business key. */
export function shortId(runId: string): string {
  return runId.length > 13 ? `…${runId.slice(-12)}` : runId;
}
