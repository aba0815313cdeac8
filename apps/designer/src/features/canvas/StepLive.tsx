import type { StepStats } from '@lockstep/schema/api';
import clsx from 'clsx';
import { Undo2 } from 'lucide-react';
import { UNDO_LOOK } from '../../parts/undo-words.ts';
import { formatCount, formatDuration, STATUS, StatusIcon, TONE_TEXT } from '../../ui/index.ts';
import { useOverlay } from './overlay-store.ts';

export function LiveLine({ id }: { readonly id: string }) {
  const stats = useOverlay((overlay) => overlay.stats?.[id]);
  const isOperated = useOverlay((overlay) => overlay.stats !== undefined);
  return isOperated ? <StatsLine stats={stats} /> : <RunLine id={id} />;
}

/** What a step did within the time that is looked at: how much, how badly, how slow. */
function StatsLine({ stats }: { readonly stats: StepStats | undefined }) {
  if (stats === undefined || stats.done + stats.failed === 0)
    return <span className="text-muted text-xs">Nothing came by</span>;
  const { done, failed, latencyMs, waiting } = stats;
  return (
    <span className="tabular flex w-full min-w-0 items-center gap-2 text-xs">
      <span className="font-medium">{formatCount(done + failed)}</span>
      {failed > 0 && <span className="font-medium text-failed">{formatCount(failed)} failed</span>}
      {waiting > 0 && <span className="text-waiting">{formatCount(waiting)} wait</span>}
      {latencyMs !== undefined && (
        <span title="95 of 100 took no longer" className="ml-auto shrink-0 text-muted">
          p95 {formatDuration(latencyMs.p95)}
        </span>
      )}
    </span>
  );
}

/** State, duration and attempts of a step in the shown run. */
function RunLine({ id }: { readonly id: string }) {
  const step = useOverlay((overlay) => overlay.steps?.[id]);
  const status = step?.status ?? 'pending';
  const attempts = step?.attempts.length ?? 0;
  const undo = step?.undo && UNDO_LOOK[step.undo.status];
  const label = undo?.label ?? (step?.waitingFor ? `Waiting for ${step.waitingFor.name}` : STATUS[status].label);
  const tone = TONE_TEXT[undo?.tone ?? STATUS[status].tone];
  return (
    <span className="flex w-full min-w-0 items-center gap-1.5 text-xs">
      {undo ? (
        <Undo2 size={13} strokeWidth={2.5} aria-hidden="true" className={clsx('shrink-0', tone)} />
      ) : (
        <StatusIcon status={status} size={13} />
      )}
      <span title={label} className={clsx('truncate font-medium', tone)}>
        {label}
      </span>
      <span className="tabular ml-auto flex shrink-0 gap-1.5 text-muted">
        {attempts > 1 && <span title={`${attempts} attempts`}>{attempts}×</span>}
        {step?.durationMs !== undefined && <span>{formatDuration(step.durationMs)}</span>}
      </span>
    </span>
  );
}

/** Below a card: which share of what came by ended badly. */
export function ShareBar({ share }: { readonly share: number }) {
  return (
    <span aria-hidden="true" className="absolute inset-x-2 bottom-0.5 flex h-1 overflow-hidden rounded-full bg-ok">
      <span className="ml-auto bg-failed" style={{ width: `${share === 0 ? 0 : Math.max(4, share * 100)}%` }} />
    </span>
  );
}
