import type { ParkedView, RunView, StepView, WaitingFor } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { ApprovalAnswer } from '../../parts/approval/ApprovalAnswer.tsx';
import { formatAbsolute, formatClock, formatRelative, StatusIcon, Time, useNow } from '../../ui/index.ts';

/** What a waiting step waits for, until when, and what a person can do about it. */
export function WaitingBox({ run, step }: { readonly run: RunView; readonly step: StepView }) {
  const { waitingFor, parked, dueAt, status, failure } = step;
  if (waitingFor !== undefined) return <Kept waitingFor={waitingFor} why={failure?.message} dueAt={dueAt} />;
  if (status !== 'waiting') return null;
  if (parked?.kind === 'approval') return <ApprovalAnswer id={parked.approvalId} />;
  if (parked !== undefined) return <Parked run={run} parked={parked} dueAt={dueAt} />;
  return dueAt === undefined ? null : <NextAttempt dueAt={dueAt} />;
}

/** The step was kept from a system that is left alone, or has no room: nothing failed. */
function Kept(props: {
  readonly waitingFor: WaitingFor;
  readonly why: string | undefined;
  readonly dueAt: string | undefined;
}) {
  const { waitingFor, why, dueAt } = props;
  return (
    <Box>
      <p className="font-medium text-sm">Waiting for {waitingFor.name}</p>
      {why !== undefined && <p className="mt-1 text-muted text-xs">{why} It has lost no attempt.</p>}
      {dueAt !== undefined && <p className="mt-1 text-muted text-xs">It asks again {when(dueAt)}.</p>}
    </Box>
  );
}

interface ParkedProps {
  readonly run: RunView;
  readonly parked: Exclude<ParkedView, { readonly kind: 'approval' }>;
  readonly dueAt: string | undefined;
}

function Parked({ run, parked, dueAt }: ParkedProps) {
  return (
    <Box>
      <p className="font-medium text-sm">
        <What run={run} parked={parked} />
      </p>
      {dueAt !== undefined && (
        <p className="mt-1 text-muted text-xs">
          {parked.kind === 'time' ? 'It goes on' : 'It goes on without it'} <Time at={dueAt} />, {when(dueAt)}.
        </p>
      )}
      <p className="mt-1 text-muted text-xs">While it waits the run costs no memory, and a restart does not lose it.</p>
    </Box>
  );
}

function What({ run, parked }: Pick<ParkedProps, 'run' | 'parked'>) {
  switch (parked.kind) {
    case 'time':
      return 'Waits for its time';
    case 'callback':
      return 'Waits for an answer at its own address, which it gave to the other system';
    case 'event':
      return (
        <>
          Waits for an event on{' '}
          <Link
            to="/topics/$topic"
            params={{ topic: parked.topic }}
            search={{ key: parked.key }}
            className="rounded underline"
          >
            {parked.topic}
          </Link>{' '}
          with the key <bdi>{parked.key}</bdi>
        </>
      );
    case 'call': {
      const called = run.calls?.find(({ runId }) => runId === parked.runId);
      return (
        <>
          Waits for the run it called:{' '}
          <Link to="/runs/$runId" params={{ runId: parked.runId }} className="rounded underline">
            <bdi>{called?.flowName ?? parked.flowId}</bdi> v{parked.version}
          </Link>
        </>
      );
    }
    default:
      return parked satisfies never;
  }
}

function NextAttempt({ dueAt }: { readonly dueAt: string }) {
  const due = Date.parse(dueAt);
  const left = due - useNow();
  const soon = left < 1_000 ? 'in a moment' : formatRelative(left, 0);
  return (
    <p className="flex items-center gap-2 rounded-lg bg-waiting-soft px-3 py-2 text-sm text-waiting">
      <StatusIcon status="waiting" />
      Next attempt {soon}, at {formatClock(due)}.
    </p>
  );
}

function Box({ children }: { readonly children: React.ReactNode }) {
  return (
    <section aria-label="Waiting" className="rounded-lg border border-waiting/30 bg-waiting-soft/50 p-3">
      {children}
    </section>
  );
}

function when(at: string): string {
  return formatAbsolute(Date.parse(at));
}
