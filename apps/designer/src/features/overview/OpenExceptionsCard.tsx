import { listExceptions } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Card, SkeletonRows, StatusIcon, Time } from '../../ui/index.ts';

/** The newest things people must look at. */
export function OpenExceptionsCard() {
  const exceptions = useCall(listExceptions, { query: { status: 'open', limit: 5 } });
  return (
    <Card
      flush
      title="Open exceptions"
      actions={
        <Link to="/exceptions" className="rounded font-medium text-accent-text text-xs hover:underline">
          All exceptions
        </Link>
      }
    >
      <AnswerView
        query={exceptions}
        what="Exceptions"
        loading={<SkeletonRows rows={2} label="Loading open exceptions" />}
      >
        {(value) =>
          value.exceptions.length === 0 ? (
            <p className="flex items-center gap-2 p-4 text-muted text-sm">
              <StatusIcon status="done" />
              None. Every message went through or is on its way.
            </p>
          ) : (
            <ul>
              {value.exceptions.map(({ id, runId, node, nodeName, reason, businessKey, raisedAt }) => (
                <li key={id} className="relative border-b px-4 py-2.5 last:border-0 hover:bg-hover/60">
                  <div className="flex items-baseline justify-between gap-2">
                    <Link
                      to="/runs/$runId"
                      params={{ runId }}
                      search={{ node }}
                      className="truncate font-medium text-sm after:absolute after:inset-0"
                    >
                      {businessKey ?? nodeName}
                    </Link>
                    <Time at={raisedAt} className="relative z-10 shrink-0 text-muted text-xs" />
                  </div>
                  <p className="line-clamp-2 text-muted text-xs">
                    {nodeName}: {reason}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </AnswerView>
    </Card>
  );
}
