import {
  type BulkRetry,
  listBulkRetries,
  listExceptionClusters,
  listExceptions,
  stopBulkRetry,
} from '@lockstep/schema/api';
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useCall, useRefresh, useSend } from '../../api/index.ts';
import { Badge, Button, formatCount, IconButton, Progress, type StatusTone } from '../../ui/index.ts';

const RUNNING_MS = 1_000;
const IDLE_MS = 15_000;
/** An ended one is shown this long to people who were not there. */
const NEWS_MS = 10 * 60_000;

const LOOK: Readonly<Record<BulkRetry['status'], { readonly label: string; readonly tone: StatusTone }>> = {
  running: { label: 'Retrying', tone: 'running' },
  done: { label: 'Retried', tone: 'ok' },
  stopped: { label: 'Stopped', tone: 'failed' },
};

/** How far the bulk retries under way have come, whoever started them, and how the latest one ended. */
export function BulkProgress() {
  const [running, setRunning] = useState(false);
  const bulks = useCall(listBulkRetries, {}, { refetchInterval: running ? RUNNING_MS : IDLE_MS });
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const refresh = useRefresh();
  const all = bulks.data?.bulks ?? [];
  const isRunning = all.some(({ status }) => status === 'running');
  const settled = all.reduce((sum, one) => sum + one.resolved + one.failed + one.skipped, 0);
  const before = useRef(settled);
  useEffect(() => {
    setRunning(isRunning);
    if (before.current !== settled) refresh(listExceptions, listExceptionClusters);
    before.current = settled;
  }, [isRunning, settled, refresh]);

  const [latest] = all;
  const shown = all.filter(
    (one) => !dismissed.has(one.id) && (one.status === 'running' || (one === latest && isNews(one))),
  );
  return shown.map((one) => (
    <BulkCard key={one.id} bulk={one} onDismiss={() => setDismissed((old) => new Set([...old, one.id]))} />
  ));
}

function BulkCard({ bulk, onDismiss }: { readonly bulk: BulkRetry; readonly onDismiss: () => void }) {
  const { send, pending } = useSend(stopBulkRetry, [listBulkRetries]);
  const { id, status, total, sent, resolved, failed, skipped, stage, by, reason } = bulk;
  const { label, tone } = LOOK[status];
  const parts = [
    `${formatCount(sent)} of ${formatCount(total)} sent`,
    `${formatCount(resolved)} resolved`,
    ...(failed > 0 ? [`${formatCount(failed)} failed again`] : []),
    ...(skipped > 0 ? [`${formatCount(skipped)} skipped`] : []),
  ];
  const step = stage === 1 ? 'trying one first' : `${formatCount(stage)} at a time`;
  return (
    <section
      aria-label="Bulk retry"
      data-testid={`bulk:${id}`}
      data-status={status}
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border bg-surface px-4 py-3"
    >
      <Badge tone={tone}>{label}</Badge>
      <div className="min-w-60 flex-1">
        <p role="status" className="tabular text-sm">
          {parts.join(', ')}
          {status === 'running' && <span className="text-muted"> · {step}</span>}
        </p>
        {reason !== undefined && <p className="text-failed text-sm">{reason}</p>}
        <Progress label="Exceptions settled" value={resolved + failed + skipped} max={total} />
      </div>
      <span className="text-muted text-xs">by {by}</span>
      {status === 'running' ? (
        <Button size="sm" busy={pending} onClick={() => void send({ params: { id }, body: { by: 'operator' } })}>
          Stop
        </Button>
      ) : (
        <IconButton size="sm" label="Dismiss" icon={<X size={14} />} onClick={onDismiss} />
      )}
    </section>
  );
}

function isNews({ endedAt }: BulkRetry): boolean {
  return endedAt !== undefined && Date.now() - Date.parse(endedAt) < NEWS_MS;
}
