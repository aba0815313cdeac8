import { type FlowCaller, getFlowUsage } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { useCall } from '../api/index.ts';
import { Badge, Button, formatCount, Skeleton } from '../ui/index.ts';

/**
 * The steps of published flows that call a flow, each with the version it gets, and the way to it. Nothing for a flow that
 * nobody calls, unless `empty` says so.
 */
export function UsedBy({ flowId, empty }: { readonly flowId: string; readonly empty?: string }) {
  const usage = useCall(getFlowUsage, { params: { flowId } });
  if (usage.data === undefined)
    return <Unknown why={usage.error?.problem.title} onRetry={() => void usage.refetch()} />;
  const { callers } = usage.data;
  if (callers.length === 0) return empty === undefined ? null : <p className="text-muted text-xs">{empty}</p>;
  return (
    <section aria-label="Used by">
      <h3 className="mb-1.5 font-medium text-xs">
        Used by <span className="tabular font-normal text-muted">{callers.length}</span>
      </h3>
      <ul className="flex flex-col gap-1">
        {callers.map((caller) => (
          <li key={`${caller.flowId} ${caller.version} ${caller.node}`} className="rounded-lg bg-sunken px-2.5 py-1.5">
            <Link
              to="/flows/$flowId"
              params={{ flowId: caller.flowId }}
              search={caller.isNewest ? { node: caller.node } : { v: caller.version }}
              className="rounded font-medium text-accent-text text-sm hover:underline"
            >
              <bdi>{caller.flowName}</bdi>, step “{caller.nodeName}”
            </Link>
            <p className="flex flex-wrap items-center gap-x-1.5 text-muted text-xs">
              <span>
                {gets(caller)}, {caller.mode === 'wait' ? 'waits for the result' : 'only starts it'}
              </span>
              {!caller.isNewest && (
                <Badge tone="plain">
                  v{caller.version}, {runs(caller.openRuns)}
                </Badge>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Unknown({ why, onRetry }: { readonly why: string | undefined; readonly onRetry: () => void }) {
  if (why === undefined) return <Skeleton className="h-4 w-40" />;
  return (
    <p role="alert" className="flex items-center gap-2 text-muted text-xs">
      Who calls this flow could not be read: {why}
      <Button size="sm" kind="quiet" onClick={onRetry}>
        Try again
      </Button>
    </p>
  );
}

function gets({ calls, semver, versions, isPinned }: FlowCaller): string {
  if (calls === undefined) return `No version fits ${versions}`;
  const version = semver === undefined ? `v${calls}` : `v${calls}, ${semver}`;
  return isPinned ? `Always ${version}, chosen at publishing` : `Gets ${version} (${versions})`;
}

function runs(count: number): string {
  return count === 1 ? '1 run under way' : `${formatCount(count)} runs under way`;
}
