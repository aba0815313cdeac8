import type { RunStatus, StepStatus } from '@lockstep/schema/run';
import clsx from 'clsx';
import { Ban, Check, CircleDashed, Clock, Hourglass, LoaderCircle, type LucideIcon, Minus, X } from 'lucide-react';

export type AnyStatus = RunStatus | StepStatus;
export type StatusTone = 'ok' | 'running' | 'waiting' | 'failed' | 'undone' | 'idle';

interface StatusLook {
  readonly label: string;
  readonly tone: StatusTone;
  readonly icon: LucideIcon;
}

/** How each state of a run or a step looks, everywhere: colour, shape and word. */
export const STATUS: Readonly<Record<AnyStatus, StatusLook>> = {
  queued: { label: 'Queued', tone: 'idle', icon: Hourglass },
  pending: { label: 'Pending', tone: 'idle', icon: CircleDashed },
  running: { label: 'Running', tone: 'running', icon: LoaderCircle },
  waiting: { label: 'Waiting', tone: 'waiting', icon: Clock },
  done: { label: 'Done', tone: 'ok', icon: Check },
  succeeded: { label: 'Succeeded', tone: 'ok', icon: Check },
  exception: { label: 'Exception', tone: 'failed', icon: X },
  failed: { label: 'Failed', tone: 'failed', icon: X },
  cancelled: { label: 'Cancelled', tone: 'idle', icon: Ban },
  skipped: { label: 'Not taken', tone: 'idle', icon: Minus },
};

export const TONE_TEXT: Readonly<Record<StatusTone, string>> = {
  ok: 'text-ok',
  running: 'text-running',
  waiting: 'text-waiting',
  failed: 'text-failed',
  undone: 'text-undone',
  idle: 'text-idle',
};
export const TONE_SOFT: Readonly<Record<StatusTone, string>> = {
  ok: 'bg-ok-soft text-ok',
  running: 'bg-running-soft text-running',
  waiting: 'bg-waiting-soft text-waiting',
  failed: 'bg-failed-soft text-failed',
  undone: 'bg-undone-soft text-undone',
  idle: 'bg-idle-soft text-idle',
};
export const TONE_FILL: Readonly<Record<StatusTone, string>> = {
  ok: 'bg-ok',
  running: 'bg-running',
  waiting: 'bg-waiting',
  failed: 'bg-failed',
  undone: 'bg-undone',
  idle: 'bg-idle',
};

/** The shape of a state alone; the word stands beside it or is given by the place. */
export function StatusIcon({ status, size = 14 }: { readonly status: AnyStatus; readonly size?: number }) {
  const { icon: Icon, tone } = STATUS[status];
  return (
    <Icon
      size={size}
      strokeWidth={2.5}
      aria-hidden="true"
      className={clsx('shrink-0', TONE_TEXT[tone], status === 'running' && 'animate-spin')}
    />
  );
}

/** A state as a pill: shape, colour and word. */
export function StatusBadge({ status, className }: { readonly status: AnyStatus; readonly className?: string }) {
  const { label, tone } = STATUS[status];
  return (
    <span
      className={clsx(
        'inline-flex h-[22px] items-center gap-1 whitespace-nowrap rounded-md px-1.5 font-medium text-xs',
        TONE_SOFT[tone],
        className,
      )}
    >
      <StatusIcon status={status} size={12} />
      {label}
    </span>
  );
}
