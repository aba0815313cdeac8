import type { AttemptView, RunView, SlaView, StepView } from '@lockstep/schema/api';
import type { Failure } from '@lockstep/schema/run';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { CATEGORY_LABEL, KIND_LABEL } from '../../parts/failure-words.ts';
import { slaSentence } from '../../parts/sla-words.ts';
import { undoneBy } from '../../parts/undo-words.ts';
import {
  Badge,
  CopyButton,
  formatAbsolute,
  formatClock,
  formatDuration,
  JsonTree,
  Notice,
  StatusIcon,
} from '../../ui/index.ts';
import { CalledRuns } from './CallLinks.tsx';
import { UndoBox } from './UndoBox.tsx';
import { WaitingBox } from './WaitingBox.tsx';

export interface StepSummaryProps {
  readonly run: RunView;
  readonly step: StepView;
  /** Attempt that a link points at. */
  readonly pointed?: number | undefined;
  /** Idempotency key, the same for every attempt. */
  readonly stepKey: string | undefined;
}

/** Why a step stands where it stands: its failure, its attempts, its key. */
export function StepSummary({ run, step, pointed, stepKey }: StepSummaryProps) {
  const { failure, attempts, status, waitingFor, sla, kept } = step;
  const undoes = undoneBy(run.flow, step.node);
  return (
    <div className="flex flex-col gap-4 p-4">
      <WaitingBox run={run} step={step} />
      <UndoBox run={run} step={step} />
      {failure !== undefined && waitingFor === undefined && (
        <FailureBox failure={failure} again={status === 'waiting' || status === 'running'} />
      )}
      {kept !== undefined && <KeptBox kept={kept} />}
      {sla !== undefined && <Promised sla={sla} />}
      <CalledRuns run={run} node={step.node} />
      {attempts.length > 0 && (
        <section>
          <h3 className="mb-2 font-medium text-muted text-xs">Attempts</h3>
          <ol className="flex flex-col gap-1">
            {attempts.map((attempt, index) => (
              <Attempt
                key={attempt.attempt}
                attempt={attempt}
                pointed={attempt.attempt === pointed}
                link={linkTo(run, step, attempt)}
                before={attempts[index - 1]}
                isWaiting={step.parked !== undefined && index === attempts.length - 1}
              />
            ))}
          </ol>
        </section>
      )}
      {status === 'skipped' && undoes === undefined && (
        <p className="text-muted text-sm">No branch of this message led here.</p>
      )}
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

/** The address that opens one attempt. */
function linkTo({ runId }: RunView, { node }: StepView, { attempt }: AttemptView): () => string {
  return () => `${location.origin}/runs/${runId}?node=${encodeURIComponent(node)}&attempt=${attempt}`;
}

/** A promise that is kept is a remark; a broken one stands out. */
function Promised({ sla }: { readonly sla: SlaView }) {
  if (sla.breachedAt !== undefined) return <Notice kind="waiting">{slaSentence(sla)}</Notice>;
  return <p className="text-muted text-sm">{slaSentence(sla)}</p>;
}

/** An earlier run did it, and this one did not do it again. */
function KeptBox({ kept: { runId, at } }: { readonly kept: NonNullable<StepView['kept']> }) {
  return (
    <section aria-label="Kept" className="rounded-lg border border-ok/30 bg-ok-soft/50 p-3">
      <p className="font-medium text-sm">Kept, not sent again</p>
      <p className="mt-1 text-muted text-xs">
        <Link to="/runs/$runId" params={{ runId }} className="text-accent-text underline">
          An earlier run
        </Link>{' '}
        of this message did it{at !== undefined && ` at ${formatAbsolute(Date.parse(at))}`}.
      </p>
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

interface AttemptProps {
  readonly attempt: AttemptView;
  readonly before: AttemptView | undefined;
  /** It ended by beginning to wait. */
  readonly isWaiting: boolean;
  /** A link points at it. */
  readonly pointed: boolean;
  readonly link: () => string;
}

function Attempt({ attempt: one, before, isWaiting, pointed, link }: AttemptProps) {
  const { attempt, status, endedAt, durationMs, failure } = one;
  const wait = waitBefore({ endedAt, durationMs, before });
  return (
    <li
      aria-current={pointed || undefined}
      className="group grid grid-cols-[1.25rem_auto_minmax(0,1fr)_auto_1.75rem] items-baseline gap-x-2 rounded-md px-1 py-1 text-sm aria-[current]:bg-accent-soft"
    >
      <span className="self-center">
        <StatusIcon status={isWaiting ? 'waiting' : status} />
      </span>
      <span className="tabular font-medium">
        {attempt}
        <span className="sr-only">. attempt {isWaiting ? 'waits' : status}</span>
      </span>
      <span className="min-w-0 break-words text-muted">
        {failure?.message ?? (isWaiting ? 'Began to wait' : status === 'running' ? 'Under way' : 'Succeeded')}
        {wait !== undefined && wait >= 1 && (
          <span className="text-faint text-xs"> · after a wait of {formatDuration(wait)}</span>
        )}
      </span>
      <span className="tabular text-right text-muted text-xs">
        {endedAt !== undefined && formatClock(Date.parse(endedAt))}
        {durationMs !== undefined && ` · ${formatDuration(durationMs)}`}
      </span>
      <span className="self-center touch:opacity-100 opacity-0 focus-within:opacity-100 group-hover:opacity-100">
        <CopyButton text={link} label={`Copy a link to attempt ${attempt}`} />
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
