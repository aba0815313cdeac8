import type { StepData, StepView } from '@lockstep/schema/api';
import { useState } from 'react';
import { formatBytes, formatDuration, JsonTree, Notice, StatusBadge, Tabs } from '../../ui/index.ts';

const TREE_PX = 260;

export interface TestedSectionProps {
  readonly step: StepView;
  readonly data: StepData | undefined;
}

/** What this step received and gave in the test run, beside its settings. */
export function TestedSection({ step, data }: TestedSectionProps) {
  const [tab, setTab] = useState<'input' | 'output'>('input');
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-center gap-2 text-muted text-xs">
        <StatusBadge status={step.status} />
        {step.durationMs !== undefined && <span className="tabular">{formatDuration(step.durationMs)}</span>}
        {step.attempts.length > 1 && <span>{step.attempts.length} attempts</span>}
        {step.port !== undefined && <span>left by “{step.port}”</span>}
      </p>
      {step.failure !== undefined && <Notice kind="failed">{step.failure.message}</Notice>}
      <Tabs
        label="Data of the step"
        value={tab}
        onChange={setTab}
        className="-mx-4"
        tabs={[
          { id: 'input', label: 'Input', content: <Shown root="input" label="Input" shown={data?.input} /> },
          { id: 'output', label: 'Output', content: <Shown root="output" label="Output" shown={data?.output} /> },
        ]}
      />
    </div>
  );
}

interface ShownProps {
  readonly root: string;
  readonly label: string;
  readonly shown: StepData['input'];
}

function Shown({ root, label, shown }: ShownProps) {
  if (shown === undefined) return <p className="px-4 py-3 text-muted text-xs">Nothing is known yet.</p>;
  if (shown.truncated) {
    return (
      <p className="px-4 py-3 text-muted text-xs">{formatBytes(shown.bytes)}: open the run to see its beginning.</p>
    );
  }
  return <JsonTree root={root} value={shown.value} label={label} fitPx={TREE_PX} />;
}
