import type { FlowNode } from '@lockstep/schema/graph';
import { formatRelative, Input, SearchInput, Select, STATUS, useNow } from '../../../ui/index.ts';
import type { SourcedStep, StepSource } from './use-step-source.ts';

export interface SourceChooserProps {
  readonly sourced: SourcedStep;
  readonly node: FlowNode;
  readonly isPinned: boolean;
}

/** Which data the step is looked at with: last test run, a run that is searched for, the pinned sample, or own data. */
export function SourceChooser({ sourced, node, isPinned }: SourceChooserProps) {
  const { source, choose, testRunId, runs, search, setSearch, item, setItem } = sourced;
  const now = useNow();
  const known = new Map(runs.map((run) => [run.runId, run]));
  const shown = source.kind === 'run' && !known.has(source.runId) && source.runId !== testRunId ? [source.runId] : [];
  const options = [
    ...(isPinned ? [{ value: 'pinned', label: 'Pinned sample', hint: 'Of this draft only' }] : []),
    ...(testRunId === undefined ? [] : [{ value: `run ${testRunId}`, label: 'Last test run' }]),
    ...shown.map((id) => ({ value: `run ${id}`, label: `Run ${id.slice(0, 8)}` })),
    ...runs
      .filter(({ runId }) => runId !== testRunId)
      .map((run) => ({
        value: `run ${run.runId}`,
        label: `Run ${run.businessKey ?? run.runId.slice(0, 8)}`,
        hint: `${STATUS[run.status].label}, ${formatRelative(Date.parse(run.startedAt), now)}${run.test ? ', test' : ''}`,
      })),
    { value: 'own', label: 'Own data', hint: 'Written by hand' },
  ];
  const value = source.kind === 'run' ? `run ${source.runId}` : source.kind;
  const pick = (next: string): void => choose(asSource(next));
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Select
        label="Data from"
        prefix="Data"
        value={value}
        options={options}
        placeholder="None yet"
        onChange={pick}
        className="max-w-44 xl:max-w-64"
      />
      <SearchInput label="Find a run" value={search} onChange={setSearch} className="w-32 xl:w-36" />
      {node.scope !== undefined && source.kind === 'run' && (
        <Input
          aria-label="Item of the list"
          title="Which item of the list the step is shown for: 0 is the first, 2.0 the first within the third"
          className="w-16!"
          value={item ?? ''}
          onChange={(event) => setItem(event.target.value.replace(/[^\d.]/g, ''))}
        />
      )}
    </div>
  );
}

function asSource(value: string): StepSource {
  if (value.startsWith('run ')) return { kind: 'run', runId: value.slice(4) };
  return { kind: value === 'pinned' ? 'pinned' : 'own' };
}
