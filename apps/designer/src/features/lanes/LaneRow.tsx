import { getLanes, type LaneView, listExceptions, listRuns, retryException } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Clock, OctagonX, Pause, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useSend } from '../../api/index.ts';
import { DiscardDialog } from '../../parts/DiscardDialog.tsx';
import { waitBehind } from '../../parts/lane-words.ts';
import { MoveOnButton } from '../../parts/MoveOnButton.tsx';
import { Badge, Button, IconButton, StatusIcon, Time, toast } from '../../ui/index.ts';

/** One key: who has its turn, how many wait and since when, and the ways on where it is blocked. */
export function LaneRow({ lane }: { readonly lane: LaneView }) {
  const { key, state, waiting, since, holder } = lane;
  return (
    <li className="border-b px-4 py-2.5" data-testid={`lane-row:${key}`} data-state={state}>
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate font-medium text-sm" title={key}>
          <bdi>{key}</bdi>
        </p>
        <StateBadge lane={lane} />
      </div>
      <p className="text-muted text-xs">
        {holder === undefined
          ? `${waiting} ${waiting === 1 ? 'waits' : 'wait'}`
          : waitBehind(waiting, holder.businessKey ?? key)}
        {since !== undefined && (
          <>
            , since <Time at={since} />
          </>
        )}
      </p>
      {holder !== undefined && (
        <div className="mt-1.5 flex flex-wrap items-center gap-1.5">
          <Link
            to="/runs/$runId"
            params={{ runId: holder.runId }}
            className="mr-auto flex min-w-0 items-center gap-1 rounded text-xs hover:underline"
          >
            <StatusIcon status={holder.status} size={13} />
            <span className="truncate">{state === 'blocked' ? 'The failed run' : 'The run whose turn it is'}</span>
          </Link>
          {state === 'blocked' && (
            <>
              {holder.exceptionId !== undefined && <Retry id={holder.exceptionId} laneKey={key} />}
              <MoveOnButton runId={holder.runId} laneKey={key} />
              {holder.exceptionId !== undefined && (
                <Discard id={holder.exceptionId} runId={holder.runId} businessKey={holder.businessKey ?? key} />
              )}
            </>
          )}
        </div>
      )}
    </li>
  );
}

function StateBadge({ lane: { state, heldUntil } }: { readonly lane: LaneView }) {
  switch (state) {
    case 'blocked':
      return (
        <Badge tone="failed" icon={<OctagonX size={10} aria-hidden="true" />}>
          Blocked
        </Badge>
      );
    case 'held':
      return (
        <span title={heldUntil === undefined ? undefined : `Until ${new Date(heldUntil).toLocaleTimeString()}`}>
          <Badge tone="waiting" icon={<Clock size={10} aria-hidden="true" />}>
            Waits for a gap
          </Badge>
        </span>
      );
    case 'paused':
      return (
        <Badge tone="waiting" icon={<Pause size={10} aria-hidden="true" />}>
          Paused
        </Badge>
      );
    case 'busy':
      return <Badge tone="running">Busy</Badge>;
    default:
      return state satisfies never;
  }
}

function Retry({ id, laneKey }: { readonly id: string; readonly laneKey: string }) {
  const { send, pending } = useSend(retryException, [getLanes, listExceptions, listRuns]);
  const retry = async (): Promise<void> => {
    const answer = await send({ params: { id }, body: { by: 'operator' } });
    if (answer.ok) toast({ kind: 'ok', title: `Trying the failed run of ${laneKey} again` });
    else toast({ kind: 'failed', title: 'Not tried again', detail: answer.problem.detail });
  };
  return (
    <Button
      size="sm"
      icon={<RotateCcw size={13} />}
      busy={pending}
      aria-label={`Retry the failed run of ${laneKey}`}
      onClick={() => void retry()}
    >
      Retry
    </Button>
  );
}

function Discard(row: { readonly id: string; readonly runId: string; readonly businessKey: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton
        size="sm"
        label={`Discard the failed run of ${row.businessKey}`}
        icon={<Trash2 size={14} />}
        onClick={() => setOpen(true)}
      />
      {open && <DiscardDialog rows={[row]} onClose={() => setOpen(false)} />}
    </>
  );
}
