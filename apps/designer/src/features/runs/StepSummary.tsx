import type { AttemptView, StepView, WaitingFor } from '@lockstep/schema/api';
import type { Failure } from '@lockstep/schema/run';
import clsx from 'clsx';
import { CATEGORY_LABEL, KIND_LABEL } from '../../parts/failure-words.ts';
import {
  Badge,
  CopyButton,
  formatClock,
  formatDuration,
  formatRelative,
  JsonTree,
  StatusIcon,
  useNow,
} from '../../ui/index.ts';

export interface StepSummaryProps {
  readonly step: StepView;
  /** Idempotency key, the same for every attempt. */
  readonly stepKey: string | undefined;
}

/** Why a step stands where it stands: its failure, its attempts, its key. */
export function StepSummary({ step, stepKey }: StepSummaryProps) {
  const { failure, attempts, dueAt, status, waitingFor } = step;
  return (
    <div className="flex flex-col gap-4 p-4">
      {waitingFor !== undefined && <WaitingBox waitingFor={waitingFor} why={failure?.message} />}
      {failure !== undefined && waitingFor === undefined && (
        <FailureBox failure={failure} again={status === 'waiting' || status === 'running'} />
      )}
      {status === 'waiting' && dueAt !== undefined && <NextAttempt dueAt={dueAt} />}
      {attempts.length > 0 && (
        <section>
          <h3 className="mb-2 font-medium text-muted text-xs">Attempts</h3>
          <ol className="flex flex-col gap-1">
            {attempts.map((attempt, index) => (
              <Attempt key={attempt.attempt} attempt={attempt} before={attempts[index - 1]} />
            ))}
          </ol>
        </section>
      )}
      {status === 'skipped' && <p className="text-muted text-sm">No branch of this message led here.</p>}
      {status === 'pending' && <p className="text-muted text-sm">The message has not come here yet.</p>}
      {stepKey !== undefined && (
        <section>
          <h3 className="font-medium text-muted text-xs">Idempotency key</h3>
          <p className="flex items-center gap-1">
            <code className="break-all font-mono text-xs">{stepKey}</code>
            <CopyButton text={stepKey} label="Copy idempotency key" />
          </p>
        </section>
      )}
    </div>
  );
}

/** The step was kept from a system that is left alone, or has no room: nothing failed. */
function WaitingBox({ waitingFor, why }: { readonly waitingFor: WaitingFor; readonly why: string | undefined }) {
  return (
    <section aria-label="Waiting" className="rounded-lg border border-waiting/30 bg-waiting-soft/50 p-3">
      <p className="font-medium text-sm">Waiting for {waitingFor.name}</p>
      {why !== undefined && <p className="mt-1 text-muted text-xs">{why} It has lost no attempt.</p>}
    </section>
  );
}

interface FailureBoxProps {
  readonly failure: Failure;
  /** The step is tried again by itself. */
  readonly again: boolean;
}

function FailureBox({ failure, again }: FailureBoxProps) {
  const { message, code, kind, category, position, outcomeUnknown, details } = failure;
  return (
    <section
      aria-label="Failure"
      className={clsx(
        'rounded-lg border p-3',
        again ? 'border-waiting/30 bg-waiting-soft/50' : 'border-failed/30 bg-failed-soft/60',
      )}
    >
      <p className="font-medium text-sm">{message}</p>
      <div className="mt-2 flex flex-wrap items-center gap-1.5">
        <Badge tone={again ? 'waiting' : 'failed'}>{CATEGORY_LABEL[category]}</Badge>
        <Badge tone="plain">
          <code className="font-mono">{code}</code>
        </Badge>
        {position !== undefined && (
          <Badge tone="plain">
            {position.key === undefined ? '' : `${position.key}, `}line {position.line}, column {position.column}
          </Badge>
        )}
        {outcomeUnknown === true && <Badge tone="waiting">Outcome unknown: it may have happened</Badge>}
      </div>
      <p className="mt-2 text-muted text-xs">
        {again ? 'It may pass by itself and is tried again.' : KIND_LABEL[kind]}
      </p>
      {details !== undefined && (
        <div className="mt-2 rounded-md border bg-surface py-1">
          <JsonTree root="details" value={details} fitPx={168} label="Facts about the failure" />
        </div>
      )}
    </section>
  );
}

function NextAttempt({ dueAt }: { readonly dueAt: string }) {
  const due = Date.parse(dueAt);
  const left = due - useNow();
  const when = left < 1_000 ? 'in a moment' : formatRelative(left, 0);
  return (
    <p className="flex items-center gap-2 rounded-lg bg-waiting-soft px-3 py-2 text-sm text-waiting">
      <StatusIcon status="waiting" />
      Next attempt {when}, at {formatClock(due)}.
    </p>
  );
}

interface AttemptProps {
  readonly attempt: AttemptView;
  readonly before: AttemptView | undefined;
}

function Attempt({ attempt: { attempt, status, endedAt, durationMs, failure }, before }: AttemptProps) {
  const wait = waitBefore({ endedAt, durationMs, before });
  return (
    <li className="grid grid-cols-[1.25rem_auto_minmax(0,1fr)_auto] items-baseline gap-x-2 rounded-md px-1 py-1 text-sm">
      <span className="self-center">
        <StatusIcon status={status} />
      </span>
      <span className="tabular font-medium">
        {attempt}
        <span className="sr-only">. attempt {status}</span>
      </span>
      <span className="min-w-0 break-words text-muted">
        {failure?.message ?? (status === 'running' ? 'Under way' : 'Succeeded')}
        {wait !== undefined && wait >= 1 && (
          <span className="text-faint text-xs"> · after a wait of {formatDuration(wait)}</span>
        )}
      </span>
      <span className="tabular text-right text-muted text-xs">
        {endedAt !== undefined && formatClock(Date.parse(endedAt))}
        {durationMs !== undefined && ` · ${formatDuration(durationMs)}`}
      </span>
    </li>
  );
}

/** Milliseconds between the end of the attempt before and the begin of this one. */
function waitBefore(times: {
  readonly endedAt: string | undefined;
  readonly durationMs: number | undefined;
  readonly before: AttemptView | undefined;
}): number | undefined {
  const { endedAt, durationMs, before } = times;
  if (endedAt === undefined || durationMs === undefined || before?.endedAt === undefined) return undefined;
  return Date.parse(endedAt) - durationMs - Date.parse(before.endedAt);
}
