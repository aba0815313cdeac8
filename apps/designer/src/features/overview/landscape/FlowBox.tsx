import type { LandscapeFlow } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { formatCount, STATUS, StatusIcon } from '../../../ui/index.ts';
import { runsOf } from './lay-out.ts';

/** A flow of the picture: its name, and what became of its messages in the last ten minutes. */
export function FlowBox({ flow }: { readonly flow: LandscapeFlow }) {
  const { flowId, name, runs } = flow;
  const parts = [
    { status: 'done', count: runs.done },
    { status: 'running', count: runs.queued + runs.running },
    { status: 'waiting', count: runs.waiting },
    { status: 'exception', count: runs.exception },
  ] as const;
  return (
    <Link
      to="/runs"
      search={{ flow: flowId }}
      data-testid={`landscape:flow:${flowId}`}
      className={clsx(
        'flex h-9 items-center gap-2 rounded-lg border bg-raised px-2.5 text-sm hover:border-line-strong',
        "touch:relative touch:after:absolute touch:after:inset-x-0 touch:after:-inset-y-1 touch:after:content-['']",
        runs.exception > 0 && 'border-failed',
        runsOf(flow) === 0 && 'text-muted',
      )}
    >
      <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
      {parts
        .filter(({ count }) => count > 0)
        .map(({ status, count }) => (
          <span key={status} className="tabular flex shrink-0 items-center gap-0.5 text-xs">
            <StatusIcon status={status} size={12} />
            <span className="sr-only">{STATUS[status].label}: </span>
            {formatCount(count)}
          </span>
        ))}
    </Link>
  );
}
