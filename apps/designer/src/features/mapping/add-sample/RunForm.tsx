import { listRuns, type RunSummary } from '@lockstep/schema/api';
import { findContract } from '@lockstep/schema/contracts';
import type { Json } from '@lockstep/schema/run';
import { maskSample } from '@lockstep/schema/samples';
import { useMemo, useState } from 'react';
import { useCall } from '../../../api/index.ts';
import { useSeenData } from '../../../parts/use-seen-data.ts';
import { useFlowState } from '../../../stores/FlowStoreProvider.tsx';
import { Button, Field, formatAbsolute, Input, JsonTree, Notice, Select, SkeletonRows } from '../../../ui/index.ts';
import { type NewSample, tooLarge } from '../sample-edits.ts';
import type { MapWork } from '../use-map.ts';
import { maskedSteps } from '../use-sample-edits.ts';
import { usesSteps } from '../use-samples.ts';

const NEWEST = 30;

interface RunFormProps {
  readonly work: MapWork;
  readonly onAdd: (samples: readonly NewSample[]) => void;
}

/** What a run gave the map, with what is personal masked. */
export function RunForm({ work, onAdd }: RunFormProps) {
  const flowId = useFlowState((state) => state.flow.id);
  const runs = useCall(listRuns, { query: { flow: flowId, limit: NEWEST } });
  const [runId, setRunId] = useState<string>();
  if (runs.isPending) return <SkeletonRows rows={3} label="Loading runs" />;
  if (runs.isError) return <Notice kind="failed">{runs.error.problem.detail ?? runs.error.problem.title}</Notice>;
  const found = runs.data.runs;
  const run = found.find((each) => each.runId === runId) ?? found[0];
  if (!run) return <Notice kind="info">This flow has no runs yet. Test it once, or paste a message.</Notice>;
  return (
    <div className="flex flex-col gap-3">
      <Field label="Run">
        {(control) => (
          <Select
            {...control}
            value={run.runId}
            options={found.map((each) => ({ value: each.runId, label: labelOf(each), hint: each.runId.slice(0, 8) }))}
            onChange={setRunId}
            className="w-full"
          />
        )}
      </Field>
      <MessageForm key={run.runId} run={run} work={work} onAdd={onAdd} />
    </div>
  );
}

function labelOf({ startedAt, businessKey, status, test }: RunSummary): string {
  const key = businessKey === undefined ? '' : `, ${businessKey}`;
  return `${formatAbsolute(Date.parse(startedAt))}${key}, ${test ? 'test run, ' : ''}${status}`;
}

function MessageForm({ run, work, onAdd }: RunFormProps & { readonly run: RunSummary }) {
  const flow = useFlowState((state) => state.flow);
  const seen = useSeenData(flow, work.node.id, run.runId);
  const [name, setName] = useState(`From run ${run.runId.slice(0, 8)}`);
  const contract = work.sourceRef === '' ? undefined : findContract(work.sourceRef, work.contracts);
  const { value, masked } = useMemo(
    () => maskSample(contract?.schema, (seen.input ?? null) as Json),
    [contract, seen.input],
  );
  if (seen.input === undefined) {
    return (
      <Notice kind="info">
        The message of this run cannot be taken: the step was not reached in it, it lies in the body of a scope, or the
        message is too large to be shown.
      </Notice>
    );
  }
  const size = tooLarge(value);
  const add = (): void => {
    const steps = usesSteps(work.text) ? { steps: maskedSteps(seen.outputs as Readonly<Record<string, Json>>) } : {};
    onAdd([{ name: name.trim(), input: value, origin: 'run', at: new Date(run.startedAt).toISOString(), ...steps }]);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '' && size === undefined) add();
      }}
    >
      <Field label="Name">
        {(control) => (
          <Input {...control} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Notice kind={contract ? 'info' : 'waiting'}>
        {contract
          ? `${masked.length} ${masked.length === 1 ? 'value is' : 'values are'} masked: what ${contract.title} calls sensitive, and what it does not name.`
          : 'This map names no source contract, so nobody can tell what is personal: every text and number is masked.'}
      </Notice>
      <JsonTree root="src" value={value} label="Message, masked" fitPx={280} />
      {size !== undefined && <Notice kind="failed">{size}</Notice>}
      <Button kind="primary" type="submit" className="self-end" disabled={name.trim() === '' || size !== undefined}>
        Add
      </Button>
    </form>
  );
}
