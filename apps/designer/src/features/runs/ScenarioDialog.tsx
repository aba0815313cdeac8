import { getDraft, listScenarios, type RunView, saveDraft, scenarioOfRun } from '@lockstep/schema/api';
import type { FlowTest } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { call, useCall, useRefresh } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Button, Dialog, Field, Input, JsonTree, Notice, SkeletonRows, toast } from '../../ui/index.ts';
import { scenarioFiles } from './scenario-files.ts';

export interface ScenarioDialogProps {
  readonly run: RunView;
  readonly onClose: () => void;
}

/** Makes a test of the flow from what happened in a run. */
export function ScenarioDialog({ run, onClose }: ScenarioDialogProps) {
  const made = useCall(scenarioOfRun, { params: { runId: run.runId } }, { staleTime: Number.POSITIVE_INFINITY });
  const refresh = useRefresh();
  const [name, setName] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const test = made.data && { ...made.data.test, name: (name ?? made.data.test.name).trim() || made.data.test.name };

  const save = async (): Promise<void> => {
    if (test === undefined) return;
    setBusy(true);
    const problem = await addTest(run.flowId, test);
    setBusy(false);
    if (problem !== undefined) return setRefusal(problem);
    refresh(listScenarios, getDraft);
    toast({
      kind: 'ok',
      title: 'Saved with the draft',
      detail: `“${test.name}” is a scenario of ${run.flowName} now.`,
    });
    onClose();
  };
  const download = () => {
    if (test === undefined) return;
    for (const { name: file, text } of scenarioFiles(run.flow, test)) offer(file, text);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title="Save this run as a scenario"
      description="Its message, what other systems answered, what came in while it waited, and the way it went."
      footer={
        <>
          <Button icon={<Download size={14} />} disabled={test === undefined} onClick={download} className="mr-auto">
            Download files
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={busy} disabled={test === undefined} onClick={() => void save()}>
            Save with the draft
          </Button>
        </>
      }
    >
      <AnswerView query={made} what="The run" loading={<SkeletonRows label="Looking at what happened" />}>
        {({ test: found, notes }) => (
          <div className="flex flex-col gap-4">
            {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
            <Field label="Name">
              {(control) => (
                <Input
                  {...control}
                  value={name ?? found.name}
                  maxLength={200}
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
            {notes.map((note) => (
              <Notice key={note} kind="info">
                {note}
              </Notice>
            ))}
            <div className="rounded-lg border">
              <JsonTree
                root="scenario"
                value={JSON.parse(JSON.stringify(found)) as Json}
                fitPx={280}
                label="The scenario"
              />
            </div>
          </div>
        )}
      </AnswerView>
    </Dialog>
  );
}

/** Puts a test into the draft as it is now. @returns what kept it from that */
async function addTest(flowId: string, test: FlowTest): Promise<string | undefined> {
  const draft = await call(getDraft, { params: { flowId } });
  if (!draft.ok) return draft.problem.detail ?? draft.problem.title;
  const { flow, revision } = draft.value;
  const others = flow.tests.filter(({ id }) => id !== test.id);
  const body = { flow: { ...flow, tests: [...others, test] }, basedOn: revision };
  const saved = await call(saveDraft, { params: { flowId }, body });
  return saved.ok ? undefined : (saved.problem.detail ?? saved.problem.title);
}

function offer(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
