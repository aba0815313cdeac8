import type { RunView, StepView } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { type ComponentType, memo, Suspense, useMemo, useState } from 'react';
import { Skeleton, Splitter } from '../../ui/index.ts';
import { momentsOf, stepsAfter } from './replay/moments.ts';
import { ReplayBar } from './replay/ReplayBar.tsx';
import { useEdgeValues } from './replay/use-edge-values.ts';
import { StepList } from './StepList.tsx';
import { StepPanel } from './StepPanel.tsx';
import { useFollowedStep } from './use-followed-step.ts';
import { useShownItems } from './use-shown-items.ts';

export interface RunCanvasProps {
  readonly flow: Flow;
  readonly mode: 'run';
  readonly steps: readonly StepView[];
  readonly items: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>> | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (node: string | undefined) => void;
}

/** What of a run is looked at; all of it can be a link. */
export interface RunPlace {
  /** Step whose details are shown; the most telling one when absent. */
  readonly node?: string | undefined;
  /** Item of a scope whose steps are shown: `lines@3`. */
  readonly item?: string | undefined;
  /** Attempt of that step that is pointed at. */
  readonly attempt?: number | undefined;
  /** Moment of the run that the drawing shows, counted from 0; the newest when absent. */
  readonly at?: number | undefined;
  /** The dialog that replays it is open. */
  readonly replay?: true | undefined;
}

export interface RunDeskProps {
  readonly run: RunView;
  readonly place: RunPlace;
  readonly onMove: (place: RunPlace) => void;
  /** Draws the flow with the run on it. */
  readonly canvas: ComponentType<RunCanvasProps>;
}

/** A run on its drawing, moment by moment, above its steps and what went in and out of them. */
export const RunDesk = memo(function RunDesk({ run, place, onMove, canvas: Canvas }: RunDeskProps) {
  const { item, attempt } = place;
  const { steps, names } = useShownItems(run, item);
  const moments = useMemo(() => momentsOf(steps), [steps]);
  const at = place.at ?? momentOf(moments, place);
  const shown = useMemo(() => (at === undefined ? steps : stepsAfter(steps, moments, at)), [steps, moments, at]);
  const [values, setValues] = useState(false);
  const words = useEdgeValues(run, shown, values);
  const follow = useFollowedStep(steps, place.node);
  const { step } = follow;
  const select = (node: string | undefined) => onMove({ node, item, at: place.at });
  return (
    <Splitter
      label="Height of the drawing"
      storageKey="lockstep.run.split"
      initial={46}
      top={
        <div className="flex h-full min-h-0 flex-col">
          <div className="min-h-0 flex-1">
            <Suspense fallback={<Skeleton className="m-4 h-24" />}>
              <Canvas
                flow={run.flow}
                mode="run"
                steps={shown}
                items={names}
                values={words}
                selected={step?.node}
                onSelect={select}
              />
            </Suspense>
          </div>
          <ReplayBar
            moments={moments}
            at={at}
            onChange={(next) => onMove({ node: place.node, item, at: next })}
            values={values}
            onValues={setValues}
          />
        </div>
      }
      bottom={
        <div className="flex h-full min-h-0">
          <StepList run={run} steps={steps} selected={step?.node} onSelect={select} />
          <div
            className="min-w-0 flex-1"
            onPointerDownCapture={follow.hold}
            onWheelCapture={follow.hold}
            onKeyDownCapture={follow.hold}
          >
            {step !== undefined && (
              <StepPanel
                key={place.node ?? 'followed'}
                run={run}
                follow={follow.resume}
                step={step}
                attempt={step.node === place.node ? attempt : undefined}
                shownItem={names[step.node]}
                onPickItem={(path) => onMove({ node: step.node, item: `${step.node}@${path}` })}
              />
            )}
          </div>
        </div>
      }
    />
  );
});

/** Where an attempt that a link names ended. */
function momentOf(moments: ReturnType<typeof momentsOf>, { node, attempt }: RunPlace): number | undefined {
  if (attempt === undefined) return undefined;
  const index = moments.findLastIndex((moment) => moment.node === node && moment.attempt === attempt);
  return index === -1 ? undefined : index;
}
