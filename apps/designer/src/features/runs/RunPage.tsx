import { getRun, type RunView, type StepView } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentType, Suspense } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Skeleton, SkeletonRows, Splitter, useTitle } from '../../ui/index.ts';
import { RunHeader } from './RunHeader.tsx';
import { RunLaneNote } from './RunLaneNote.tsx';
import { RunMoveNote } from './RunMoveNote.tsx';
import { RunTablesNote } from './RunTablesNote.tsx';
import { RunUndoNote } from './RunUndoNote.tsx';
import { StepList } from './StepList.tsx';
import { StepPanel } from './StepPanel.tsx';
import { shownFirst } from './step-order.ts';
import { useShownItems } from './use-shown-items.ts';

export interface RunCanvasProps {
  readonly flow: Flow;
  readonly mode: 'run';
  readonly steps: readonly StepView[];
  readonly items: Readonly<Record<string, string>>;
  readonly selected: string | undefined;
  readonly onSelect: (node: string | undefined) => void;
}

export interface RunPageProps {
  readonly runId: string;
  /** Step whose details are shown; the most telling one when absent. */
  readonly node: string | undefined;
  /** Item of a scope whose steps are shown: `lines@3`. */
  readonly item: string | undefined;
  /** Draws the flow with the run on it. */
  readonly canvas: ComponentType<RunCanvasProps>;
}

/** One run: the drawing it travels, its steps in order, and what went in and out of each. */
export function RunPage({ runId, node, item, canvas }: RunPageProps) {
  const run = useCall(getRun, { params: { runId } });
  useTitle(run.data === undefined ? 'Run' : `Run ${run.data.businessKey ?? runId}`);
  return (
    <AnswerView query={run} what="The run" loading={<Loading />}>
      {(value) => <Loaded run={value} node={node} item={item} canvas={canvas} />}
    </AnswerView>
  );
}

interface LoadedProps extends Omit<RunPageProps, 'runId'> {
  readonly run: RunView;
}

function Loaded({ run, node, item, canvas: Canvas }: LoadedProps) {
  const navigate = useNavigate({ from: '/runs/$runId' });
  const { steps, names } = useShownItems(run, item);
  const select = (next: string | undefined): void => void navigate({ search: { node: next, item }, replace: true });
  const pickItem = (scope: string, path: string): void =>
    void navigate({ search: { node: scope, item: `${scope}@${path}` }, replace: true });
  const step = steps.find((one) => one.node === node) ?? shownFirst(steps);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <RunHeader run={run} selected={step} />
      <RunMoveNote run={run} />
      <RunLaneNote run={run} />
      <RunTablesNote run={run} />
      <RunUndoNote run={run} onSelect={select} />
      <Splitter
        label="Height of the drawing"
        storageKey="lockstep.run.split"
        initial={40}
        top={
          <Suspense fallback={<Skeleton className="m-4 h-24" />}>
            <Canvas flow={run.flow} mode="run" steps={steps} items={names} selected={step?.node} onSelect={select} />
          </Suspense>
        }
        bottom={
          <div className="flex h-full min-h-0">
            <StepList run={run} steps={steps} selected={step?.node} onSelect={select} />
            <div className="min-w-0 flex-1">
              {step !== undefined && (
                <StepPanel
                  key={step.node}
                  run={run}
                  step={step}
                  shownItem={names[step.node]}
                  onPickItem={(path) => pickItem(step.node, path)}
                />
              )}
            </div>
          </div>
        }
      />
    </div>
  );
}

function Loading() {
  return (
    <div className="flex h-full flex-col gap-4 p-6">
      <Skeleton className="h-5 w-56" />
      <Skeleton className="w-96" />
      <SkeletonRows rows={8} label="Loading the run" />
    </div>
  );
}
