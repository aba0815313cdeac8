import { Card, formatDuration, Skeleton } from '../../ui/index.ts';

export interface LatencyCardProps {
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number } | undefined;
  readonly loading: boolean;
}

const ROWS = [
  { key: 'p50', label: 'Half within' },
  { key: 'p95', label: '95 % within' },
  { key: 'p99', label: '99 % within' },
] as const;

/** How long a message takes from accept to end, for runs done in the last hour. */
export function LatencyCard({ latencyMs, loading }: LatencyCardProps) {
  return (
    <Card title="Accept to end, last hour">
      {latencyMs === undefined ? (
        loading ? (
          <Skeleton className="w-40" />
        ) : (
          <p className="text-muted text-sm">No run was done in the last hour.</p>
        )
      ) : (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 text-sm">
          {ROWS.map(({ key, label }) => (
            <div key={key} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
                <span
                  className="block h-full rounded-full bg-accent"
                  style={{ width: `${Math.max(3, (latencyMs[key] / Math.max(latencyMs.p99, 1)) * 100)}%` }}
                />
              </dd>
              <dd className="tabular font-medium">{formatDuration(latencyMs[key])}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
