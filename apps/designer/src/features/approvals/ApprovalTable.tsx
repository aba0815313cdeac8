import type { ApprovalView } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { APPROVAL_LOOK } from '../../parts/approval/approval-words.ts';
import { Badge, Table, Td, Th, Time } from '../../ui/index.ts';

export interface ApprovalTableProps {
  readonly rows: readonly ApprovalView[];
  readonly onOpen: (id: string) => void;
}

/** Approvals, one a row; the whole row opens the question, the message leads to its run. */
export function ApprovalTable({ rows, onOpen }: ApprovalTableProps) {
  return (
    <Table label="Approvals">
      <thead>
        <tr>
          <Th>Question</Th>
          <Th className="w-32 @7xl:w-1/6">Message</Th>
          <Th className="hidden w-44 @7xl:w-1/5 xl:table-cell">Flow</Th>
          <Th className="w-26">Asked</Th>
          <Th className="w-44">Answer</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <ApprovalRow key={row.id} row={row} onOpen={() => onOpen(row.id)} />
        ))}
      </tbody>
    </Table>
  );
}

function ApprovalRow({ row, onOpen }: { readonly row: ApprovalView; readonly onOpen: () => void }) {
  const { id, runId, node, nodeName, flowName, businessKey, test, title, assignee, status } = row;
  const { label, tone } = APPROVAL_LOOK[status];
  return (
    <tr data-testid={`approval-row:${id}`} data-status={status} className="relative hover:bg-hover/60">
      <Td>
        <button
          type="button"
          onClick={onOpen}
          className="line-clamp-2 text-left font-medium outline-offset-[-2px] after:absolute after:inset-0"
        >
          {title}
        </button>
        {assignee !== undefined && <p className="truncate text-muted text-xs">For {assignee}</p>}
      </Td>
      <Td>
        <span className="relative z-10 flex items-center gap-1.5">
          <Link
            to="/runs/$runId"
            params={{ runId }}
            search={{ node }}
            className="min-w-0 truncate rounded text-accent-text hover:underline"
          >
            {businessKey ?? 'Open the run'}
          </Link>
          {test && <Badge tone="accent">Test</Badge>}
        </span>
      </Td>
      <Td className="hidden xl:table-cell">
        <p className="truncate">{flowName}</p>
        <p className="truncate text-muted text-xs">{nodeName}</p>
      </Td>
      <Td className="text-muted">
        <Time at={row.askedAt} className="relative z-10" />
      </Td>
      <Td>
        <Badge tone={tone}>{label}</Badge>
        <Until row={row} />
      </Td>
    </tr>
  );
}

function Until({ row: { status, deadlineAt, decidedBy } }: { readonly row: ApprovalView }) {
  if (decidedBy !== undefined) return <p className="mt-0.5 truncate text-muted text-xs">by {decidedBy}</p>;
  if (status !== 'open' || deadlineAt === undefined) return null;
  return (
    <p className="mt-0.5 truncate text-muted text-xs">
      ends <Time at={deadlineAt} className="relative z-10" />
    </p>
  );
}
