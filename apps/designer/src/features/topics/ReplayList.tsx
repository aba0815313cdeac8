import { abortReplay, listReplays, listRuns, pauseReplay, type ReplayView, resumeReplay } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Pause, Play, Square } from 'lucide-react';
import { useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { Badge, Button, Card, ConfirmDialog, formatCount, Progress, Time, toast } from '../../ui/index.ts';
import { REPLAY_LOOK, replayWords } from './topic-words.ts';

const RUNNING_MS = 1_000;
const IDLE_MS = 15_000;
const SHOWN = 5;

/** The latest replays of a topic, whoever began them; nothing while there was none. */
export function ReplayList({ topic }: { readonly topic: string }) {
  const [isRunning, setRunning] = useState(false);
  const replays = useCall(
    listReplays,
    { query: { topic, limit: SHOWN } },
    { refetchInterval: isRunning ? RUNNING_MS : IDLE_MS },
  );
  const rows = replays.data?.replays ?? [];
  const runs = rows.some(({ status }) => status === 'running');
  if (runs !== isRunning) setRunning(runs);
  if (rows.length === 0) return null;
  return (
    <Card title="Replays" flush>
      <ul aria-label="Replays">
        {rows.map((replay) => (
          <ReplayRow key={replay.id} replay={replay} />
        ))}
      </ul>
    </Card>
  );
}

function ReplayRow({ replay }: { readonly replay: ReplayView }) {
  const { id, flowId, status, events, read, keys, filter, by, startedAt, reason } = replay;
  const { label, tone } = REPLAY_LOOK[status];
  return (
    <li
      data-testid={`replay-row:${id}`}
      data-status={status}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0"
    >
      <Badge tone={tone}>{label}</Badge>
      <div className="min-w-60 flex-1">
        <p className="text-sm">
          Into{' '}
          <Link to="/flows/$flowId" params={{ flowId }} className="font-medium text-accent-text hover:underline">
            {flowId}
          </Link>
          {keys !== undefined && <span className="text-muted">, only key {keys}</span>}
          {filter !== undefined && <span className="text-muted">, only when {filter}</span>}
        </p>
        <p role="status" className="tabular text-muted text-xs">
          {replayWords(replay)}
          {reason !== undefined && `. ${reason}`}
        </p>
        {(status === 'running' || status === 'paused') && (
          <Progress label={`${formatCount(read)} of ${formatCount(events)} events read`} value={read} max={events} />
        )}
      </div>
      <span className="text-muted text-xs">
        <Time at={startedAt} /> by {by}
      </span>
      <ReplayActions replay={replay} />
    </li>
  );
}

function ReplayActions({ replay: { id, status, flowId } }: { readonly replay: ReplayView }) {
  const [ending, setEnding] = useState(false);
  const pause = useSend(pauseReplay, [listReplays]);
  const resume = useSend(resumeReplay, [listReplays]);
  const abort = useSend(abortReplay, [listReplays, listRuns]);
  const params = { id };
  const say = (answer: { ok: boolean; problem?: { detail?: string | undefined; title: string } }): void => {
    if (!answer.ok) toast({ kind: 'failed', title: 'The replay was not changed', detail: answer.problem?.detail });
  };
  if (status === 'done' || status === 'aborted') return null;
  return (
    <div className="flex items-center gap-1.5">
      {status === 'running' ? (
        <Button
          size="sm"
          icon={<Pause size={13} />}
          busy={pause.pending}
          aria-label={`Pause the replay into ${flowId}`}
          onClick={() => void pause.send({ params }).then(say)}
        >
          Pause
        </Button>
      ) : (
        <Button
          size="sm"
          icon={<Play size={13} />}
          busy={resume.pending}
          aria-label={`Resume the replay into ${flowId}`}
          onClick={() => void resume.send({ params }).then(say)}
        >
          Resume
        </Button>
      )}
      <Button
        size="sm"
        icon={<Square size={12} />}
        aria-label={`End the replay into ${flowId}`}
        onClick={() => setEnding(true)}
      >
        End…
      </Button>
      <ConfirmDialog
        open={ending}
        title="End this replay"
        action="End replay"
        busy={abort.pending}
        onClose={() => setEnding(false)}
        onConfirm={() =>
          void abort.send({ params, body: { by: 'operator' } }).then((answer) => {
            say(answer);
            setEnding(false);
          })
        }
      >
        It begins no further runs and cannot be resumed. Runs it has begun go on.
      </ConfirmDialog>
    </div>
  );
}
