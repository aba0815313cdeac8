import { listRuns } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { ExternalLink, ListChecks } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { EmptyState, formatAbsolute, Select, SkeletonRows, StatusBadge, StatusIcon } from '../../ui/index.ts';
import { type RunCanvasProps, RunDesk, type RunPlace } from './RunDesk.tsx';
import { useRun } from './use-run.ts';

const MOST = 50;

export interface FlowRunsProps {
  readonly flowId: string;
  /** The newest when absent. */
  readonly runId: string | undefined;
  readonly onRun: (runId: string) => void;
  readonly canvas: ComponentType<RunCanvasProps>;
}

/** The newest runs of a flow, one of them on its drawing. */
export function FlowRuns({ flowId, runId, onRun, canvas }: FlowRunsProps) {
  const newest = useCall(listRuns, { query: { flow: flowId, limit: MOST } });
  return (
    <AnswerView query={newest} what="The runs" loading={<SkeletonRows label="Loading the runs" />}>
      {({ runs }) => {
        const shown = runId ?? runs[0]?.runId;
        if (shown === undefined)
          return (
            <EmptyState icon={<ListChecks size={20} />} title="No run yet">
              Press “Test run” to send one message through the draft, or publish the flow and send it a message.
            </EmptyState>
          );
        const options = runs.map((run) => ({
          value: run.runId,
          label: run.businessKey ?? run.runId.slice(0, 8),
          hint: formatAbsolute(Date.parse(run.startedAt)),
          icon: <StatusIcon status={run.status} />,
        }));
        const isListed = runs.some((run) => run.runId === shown);
        return (
          <div className="flex h-full min-h-0 flex-col">
            <div className="flex items-center gap-3 px-4 py-2">
              <Select
                label="Run"
                prefix="Run"
                value={shown}
                options={isListed ? options : [{ value: shown, label: shown.slice(0, 8) }, ...options]}
                onChange={onRun}
              />
              <OneRunBadge runId={shown} />
              <Link
                to="/runs/$runId"
                params={{ runId: shown }}
                className="ml-auto flex items-center gap-1.5 rounded text-accent-text text-sm hover:underline"
              >
                Open the run <ExternalLink size={13} aria-hidden="true" />
              </Link>
            </div>
            <OneRun key={shown} runId={shown} canvas={canvas} />
          </div>
        );
      }}
    </AnswerView>
  );
}

function OneRunBadge({ runId }: { readonly runId: string }) {
  const { data } = useRun(runId);
  return data === undefined ? null : <StatusBadge status={data.status} />;
}

function OneRun({ runId, canvas }: { readonly runId: string; readonly canvas: ComponentType<RunCanvasProps> }) {
  const run = useRun(runId);
  const [place, setPlace] = useState<RunPlace>({});
  return (
    <AnswerView query={run} what="The run" loading={<SkeletonRows label="Loading the run" />}>
      {(value) => <RunDesk run={value} place={place} onMove={setPlace} canvas={canvas} />}
    </AnswerView>
  );
}
