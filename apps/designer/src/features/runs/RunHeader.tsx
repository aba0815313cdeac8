import { listRuns, type RunView, retryException, type StepView } from '@lockstep/schema/api';
import { isEnded } from '@lockstep/schema/run';
import { Link } from '@tanstack/react-router';
import { Ban, ChevronRight, CirclePlay, FlaskConical, RotateCcw, Timer } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { slaSentence } from '../../parts/sla-words.ts';
import { formatMs } from '../../steps/format-ms.ts';
import {
  Badge,
  Button,
  ConfirmDialog,
  CopyButton,
  formatDuration,
  lazyPart,
  StatusBadge,
  Time,
  toast,
} from '../../ui/index.ts';
import { CallerLink } from './CallLinks.tsx';
import { CancelRunDialog } from './CancelRunDialog.tsx';
import { Fact } from './Fact.tsx';
import { ReplayDialog } from './ReplayDialog.tsx';
import { RunTimes } from './RunTimes.tsx';

const ScenarioDialog = lazyPart(async () => (await import('./ScenarioDialog.tsx')).ScenarioDialog);

export interface RunHeaderProps {
  readonly run: RunView;
  readonly selected: StepView | undefined;
  /** Whether the replay dialog is open, and what opens and closes it. */
  readonly replaying: boolean;
  readonly onReplaying: (on: boolean) => void;
}

const CRUMB =
  'rounded hover:text-text hover:underline touch:inline-flex touch:min-h-11 touch:min-w-11 touch:items-center';

/** What the run is, where it stands, and what a person can do about it. */
export function RunHeader(props: RunHeaderProps) {
  const { run } = props;
  const { runId, flowId, flowName, version, businessKey, status, durationMs, test, sla } = run;
  return (
    <header className="flex shrink-0 items-start justify-between gap-x-6 px-6 pt-4 pb-4">
      <div className="min-w-0 flex-1">
        <nav aria-label="Breadcrumb" className="flex items-center gap-1 text-muted text-xs">
          <Link to="/runs" className={CRUMB}>
            Runs
          </Link>
          <ChevronRight size={12} aria-hidden="true" />
          <Link to="/runs" search={{ flow: flowId }} className={CRUMB}>
            <bdi>{flowName}</bdi>
          </Link>
        </nav>
        <div className="mt-1 flex items-center gap-3">
          <h1 className="min-w-0 truncate font-semibold text-xl tracking-tight" title={businessKey}>
            {businessKey ?? 'Run'}
          </h1>
          <span role="status">
            <StatusBadge status={status} />
          </span>
          {run.waitingFor !== undefined && <Badge tone="waiting">Waiting for {run.waitingFor.name}</Badge>}
          {test && <Badge tone="accent">Test run</Badge>}
          {sla !== undefined && (
            <span title={slaSentence(sla)}>
              <Badge tone={sla.breachedAt === undefined ? 'plain' : 'waiting'} icon={<Timer size={11} />}>
                {sla.breachedAt === undefined ? `Promised in ${formatMs(sla.slaMs)}` : 'Late'}
              </Badge>
            </span>
          )}
        </div>
        <dl className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm">
          <Fact name="Flow">
            <Link
              to="/flows/$flowId"
              params={{ flowId }}
              search={version === undefined ? {} : { v: version }}
              className="rounded text-text hover:underline"
            >
              <bdi>{flowName}</bdi> {version === undefined ? '(draft)' : `v${version}`}
            </Link>
          </Fact>
          <RunTimes run={run} />
          <Fact name="Took">
            <span className="tabular text-text">{durationMs === undefined ? '–' : formatDuration(durationMs)}</span>
          </Fact>
          <Fact name="From">
            <Sender run={run} />
          </Fact>
          {run.deadlineAt !== undefined && (
            <Fact name="Ends at the latest">
              <Time at={run.deadlineAt} className="text-text" />
            </Fact>
          )}
          {run.replay !== undefined && (
            <Fact name="Repeats">
              <RunLink runId={run.replay.of} label="the run before" />
            </Fact>
          )}
          {run.replayedBy !== undefined && (
            <Fact name="Repeated by">
              <RunLink runId={run.replayedBy} label="a newer run" />
            </Fact>
          )}
          <Fact name="Id">
            <span className="flex items-center gap-0.5">
              <code className="font-mono text-text text-xs">{runId}</code>
              <CopyButton text={runId} label="Copy run id" />
            </span>
          </Fact>
        </dl>
      </div>
      <RunActions {...props} />
    </header>
  );
}

function RunLink({ runId, label }: { readonly runId: string; readonly label: string }) {
  return (
    <Link to="/runs/$runId" params={{ runId }} className="rounded text-accent-text hover:underline" title={runId}>
      {label}
    </Link>
  );
}

/** Where the message came from: the run that called it, an event where it is kept. */
function Sender({ run: { trigger, calledBy = [] } }: { readonly run: RunView }) {
  const { event, shadow } = trigger;
  const [caller] = calledBy;
  if (caller !== undefined) return <CallerLink caller={caller} more={calledBy.length - 1} />;
  if (shadow !== undefined)
    return <RunLink runId={shadow.liveRunId} label={`Beside the run that serves ${shadow.capability}`} />;
  if (event === undefined) return <span className="text-text">{senderOf(trigger)}</span>;
  return (
    <Link
      to="/topics/$topic"
      params={{ topic: event.topic }}
      search={{ event: event.offset }}
      className="rounded text-text hover:underline"
    >
      {senderOf(trigger)}
    </Link>
  );
}

function senderOf({ kind, path, by, event }: RunView['trigger']): string {
  switch (kind) {
    case 'webhook':
      return path ?? 'Webhook';
    case 'manual':
      return by ?? 'Hand';
    case 'schedule':
      return 'Schedule';
    case 'file':
      return path ?? 'File';
    case 'message':
      return path ?? 'Broker';
    case 'call':
      return 'Another flow';
    case 'event':
      return event === undefined ? 'Topic' : eventName(event);
    case 'replay': {
      const what = event === undefined ? 'Replay' : `Replay of ${eventName(event)}`;
      return by === undefined ? what : `${what} by ${by}`;
    }
  }
}

function eventName({ topic, key, count }: NonNullable<RunView['trigger']['event']>): string {
  return count === undefined ? `${topic} · ${key}` : `${topic} · ${count} ${count === 1 ? 'event' : 'events'}`;
}

function RunActions({ run, selected, replaying, onReplaying }: RunHeaderProps) {
  const [cancelling, setCancelling] = useState(false);
  const [asking, setAsking] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const retry = useSend(retryException, [listRuns]);
  const { runId, exceptionId, status, replayedBy } = run;

  // What may have happened is not done again by one press.
  const isUnknown = run.steps.some(({ failure }) => failure?.code === 'outcome-unknown');

  const tryAgain = async (id: string): Promise<void> => {
    const answer = await retry.send({ params: { id }, body: { by: 'operator' } });
    if (answer.ok) return toast({ kind: 'ok', title: 'Trying the failed steps again' });
    if (answer.code === 'run-undone') onReplaying(true);
    toast({ kind: 'failed', title: 'Not tried again', detail: answer.problem.detail ?? answer.problem.title });
  };
  if (!isEnded(status)) {
    return (
      <>
        <Button icon={<Ban size={14} />} onClick={() => setCancelling(true)}>
          Cancel run
        </Button>
        {cancelling && <CancelRunDialog runId={runId} onClose={() => setCancelling(false)} />}
      </>
    );
  }
  return (
    <div className="flex shrink-0 items-center gap-2">
      <Button kind="quiet" icon={<FlaskConical size={14} />} onClick={() => setKeeping(true)}>
        Save as scenario…
      </Button>
      {keeping && (
        <Suspense>
          <ScenarioDialog run={run} onClose={() => setKeeping(false)} />
        </Suspense>
      )}
      <Button icon={<CirclePlay size={14} />} onClick={() => onReplaying(true)}>
        Replay…
      </Button>
      {replaying && <ReplayDialog run={run} from={selected?.node} onClose={() => onReplaying(false)} />}
      {status === 'exception' && exceptionId !== undefined && replayedBy === undefined && (
        <Button
          kind="primary"
          icon={<RotateCcw size={14} />}
          busy={retry.pending}
          onClick={() => (isUnknown ? setAsking(true) : void tryAgain(exceptionId))}
        >
          {isUnknown ? 'Retry…' : 'Retry'}
        </Button>
      )}
      {exceptionId !== undefined && (
        <ConfirmDialog
          open={asking}
          title="Retry all the same?"
          action="Retry"
          onConfirm={() => {
            setAsking(false);
            void tryAgain(exceptionId);
          }}
          onClose={() => setAsking(false)}
        >
          Nobody knows whether the effect happened, and it cannot be looked up. If it did, it happens a second time:
          look into the other system first.
        </ConfirmDialog>
      )}
    </div>
  );
}
