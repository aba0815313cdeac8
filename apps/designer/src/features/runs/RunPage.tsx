import type { RunView } from '@lockstep/schema/api';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentType, memo, useCallback, useMemo } from 'react';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Skeleton, SkeletonRows, useTitle } from '../../ui/index.ts';
import { type RunCanvasProps, RunDesk, type RunPlace } from './RunDesk.tsx';
import { RunHeader } from './RunHeader.tsx';
import { RunLaneNote } from './RunLaneNote.tsx';
import { RunMoveNote } from './RunMoveNote.tsx';
import { RunTablesNote } from './RunTablesNote.tsx';
import { RunUndoNote } from './RunUndoNote.tsx';
import { RunVariablesNote } from './RunVariablesNote.tsx';
import { shownFirst } from './step-order.ts';
import { useRun } from './use-run.ts';

export interface RunPageProps {
  readonly runId: string;
  readonly place: RunPlace;
  /** Draws the flow with the run on it. */
  readonly canvas: ComponentType<RunCanvasProps>;
}

/** One run: the drawing it travels, its steps in order, and what went in and out of each. */
export function RunPage({ runId, place, canvas }: RunPageProps) {
  const run = useRun(runId);
  useTitle(run.data === undefined ? 'Run' : `Run ${run.data.businessKey ?? runId}`);
  return (
    <AnswerView query={run} what="The run" loading={<Loading />}>
      {(value) => <Loaded run={value} place={place} canvas={canvas} />}
    </AnswerView>
  );
}

interface LoadedProps extends Omit<RunPageProps, 'runId'> {
  readonly run: RunView;
}

const Loaded = memo(function Loaded({ run, place, canvas }: LoadedProps) {
  const navigate = useNavigate({ from: '/runs/$runId' });
  const move = useCallback((search: RunPlace) => void navigate({ search, replace: true }), [navigate]);
  const step = useMemo(
    () => run.steps.find(({ node }) => node === place.node) ?? shownFirst(run.steps),
    [run.steps, place.node],
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <RunHeader
        run={run}
        selected={step}
        replaying={place.replay === true}
        onReplaying={(on) => move({ ...place, replay: on ? true : undefined })}
      />
      <RunMoveNote run={run} />
      <RunLaneNote run={run} />
      <RunTablesNote run={run} />
      <RunVariablesNote run={run} />
      <RunUndoNote run={run} onSelect={(node) => move({ node, item: place.item })} />
      <RunDesk run={run} place={place} onMove={move} canvas={canvas} />
    </div>
  );
});

function Loading() {
  return (
    <div className="flex h-full flex-col gap-4 p-6">
      <Skeleton className="h-5 w-56" />
      <Skeleton className="w-96" />
      <SkeletonRows rows={8} label="Loading the run" />
    </div>
  );
}
