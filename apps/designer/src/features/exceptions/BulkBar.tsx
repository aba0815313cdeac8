import { type ExceptionView, getRun, listExceptions, listRuns, retryException } from '@lockstep/schema/api';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { call, useRefresh } from '../../api/index.ts';
import { Button, formatCount, toast } from '../../ui/index.ts';
import { oneByOne, type Progress } from './one-by-one.ts';

export interface BulkBarProps {
  readonly selected: readonly ExceptionView[];
  readonly onDiscard: () => void;
  readonly onClear: () => void;
}

/** What can be done to all exceptions chosen; shown only while there are some. */
export function BulkBar({ selected, onDiscard, onClear }: BulkBarProps) {
  const [progress, setProgress] = useState<Progress | undefined>();
  const stopped = useRef(false);
  const refresh = useRefresh();
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );

  const retryAll = async (): Promise<void> => {
    stopped.current = false;
    setProgress({ done: 0, total: selected.length, refused: [] });
    const end = await oneByOne(selected, retryOne, (now) => {
      setProgress(now);
      return !stopped.current;
    });
    setProgress(undefined);
    onClear();
    refresh(listExceptions, listRuns, getRun);
    report(end);
  };
  if (progress === undefined && selected.length === 0) return null;
  return (
    <section
      aria-label="Chosen exceptions"
      className="-translate-x-1/2 fixed bottom-6 left-1/2 z-30 flex items-center gap-3 rounded-xl bg-raised py-2 pr-2 pl-4 shadow-dialog"
    >
      {progress === undefined ? (
        <>
          <span className="font-medium text-sm">{formatCount(selected.length)} chosen</span>
          <Button kind="primary" size="sm" icon={<RotateCcw size={13} />} onClick={() => void retryAll()}>
            Retry all
          </Button>
          <Button size="sm" icon={<Trash2 size={13} />} onClick={onDiscard}>
            Discard…
          </Button>
          <Button kind="quiet" size="sm" onClick={onClear}>
            Clear
          </Button>
        </>
      ) : (
        <>
          <span role="status" className="tabular font-medium text-sm">
            Retrying {progress.done} of {progress.total}
          </span>
          <progress
            aria-label="Retries sent"
            value={progress.done}
            max={progress.total}
            className="h-1.5 w-40 appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
          />
          <Button
            size="sm"
            onClick={() => {
              stopped.current = true;
            }}
          >
            Stop
          </Button>
        </>
      )}
    </section>
  );
}

async function retryOne({ id, businessKey, runId }: ExceptionView): Promise<string | undefined> {
  const answer = await call(retryException, { params: { id }, body: { by: 'operator' } });
  return answer.ok ? undefined : `${businessKey ?? runId}: ${answer.problem.detail ?? answer.problem.title}`;
}

function report({ done, total, refused }: Progress): void {
  const left = total - done;
  const title = `${formatCount(done - refused.length)} of ${formatCount(total)} tried again`;
  if (refused.length > 0) toast({ kind: 'failed', title, detail: refused.slice(0, 3).join(' ') });
  else toast({ kind: 'ok', title, detail: left > 0 ? `Stopped; ${formatCount(left)} were left alone.` : undefined });
}
