import type { LaneHolder, RunLane, RunView } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DiscardDialog } from '../../parts/DiscardDialog.tsx';
import { ASIDE_WORDS, keyName, waitBehind } from '../../parts/lane-words.ts';
import { MoveOnButton } from '../../parts/MoveOnButton.tsx';
import { Button, Notice } from '../../ui/index.ts';

/** Below the header of a run: where it stands among those with the same key, when that says something. */
export function RunLaneNote({ run }: { readonly run: RunView }) {
  const { lane, runId } = run;
  if (lane === undefined) return null;
  const settings = run.flow.settings.lane;
  const name = lane.name ?? (settings && keyName(settings)) ?? 'key';
  switch (lane.state) {
    case 'blocking':
      return (
        <Row kind="failed">
          <p className="min-w-0 flex-1">
            <strong className="font-semibold">{waitBehind(lane.behind, lane.key)}</strong>. This {name} goes on when the
            run is tried again, discarded, or you move on.
          </p>
          {run.exceptionId !== undefined && <Discard row={{ id: run.exceptionId, runId, businessKey: lane.key }} />}
          <MoveOnButton runId={runId} laneKey={lane.key} />
        </Row>
      );
    case 'waiting':
      return (
        <Row kind="waiting">
          <p>
            Waits for its turn: {name} <bdi className="font-medium">{lane.key}</bdi>
            {lane.ahead > 0 && `, ${lane.ahead} before it`}. <Why lane={lane} />
          </p>
        </Row>
      );
    case 'set-aside':
      return (
        <Row kind="info">
          <p>
            {lane.setAside === undefined ? 'Set aside.' : ASIDE_WORDS[lane.setAside.reason]}{' '}
            {lane.setAside?.by !== undefined && <RunLink runId={lane.setAside.by}>Open that run</RunLink>}
          </p>
        </Row>
      );
    case 'turn':
      if (lane.behind === 0) return null;
      return (
        <Row kind="info">
          <p>{waitBehind(lane.behind, lane.key)}, until this run has ended.</p>
        </Row>
      );
    case 'left':
    case 'through':
      return null;
    default:
      return lane.state satisfies never;
  }
}

function Row({ kind, children }: { readonly kind: 'failed' | 'waiting' | 'info'; readonly children: React.ReactNode }) {
  return (
    <div className="px-6 pb-3" data-testid="run-lane">
      <Notice kind={kind}>
        <div className="flex items-center gap-3">{children}</div>
      </Notice>
    </div>
  );
}

function Discard({
  row,
}: {
  readonly row: { readonly id: string; readonly runId: string; readonly businessKey: string };
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon={<Trash2 size={13} />} onClick={() => setOpen(true)}>
        Discard…
      </Button>
      {open && <DiscardDialog rows={[row]} onClose={() => setOpen(false)} />}
    </>
  );
}

function Why({ lane: { holder, heldUntil } }: { readonly lane: RunLane }) {
  if (holder !== undefined) return <Before holder={holder} />;
  if (heldUntil !== undefined) return `A version before it is missing; it is waited for until ${clock(heldUntil)}.`;
  return null;
}

function Before({ holder }: { readonly holder: LaneHolder }) {
  const failed = holder.status === 'exception';
  return (
    <>
      {failed ? 'It is blocked by ' : 'Now it is the turn of '}
      <RunLink runId={holder.runId}>{failed ? 'a failed run' : 'another run'}</RunLink>.
    </>
  );
}

function RunLink({ runId, children }: { readonly runId: string; readonly children: React.ReactNode }) {
  return (
    <Link to="/runs/$runId" params={{ runId }} className="rounded font-medium underline">
      {children}
    </Link>
  );
}

function clock(at: string): string {
  return new Date(at).toLocaleTimeString();
}
