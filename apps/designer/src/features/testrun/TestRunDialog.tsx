import { listContracts, testRun } from '@lockstep/schema/api';
import { findContract } from '@lockstep/schema/contracts';
import { Issue, isError } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { Play, Save } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { z } from 'zod';
import { useCall, useSend } from '../../api/index.ts';
import { CodeEditor } from '../../forms/editor/CodeEditor.tsx';
import { parseJsonText } from '../../forms/json-text.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { Button, Dialog, Field, Input, Notice, Select } from '../../ui/index.ts';
import { contractOf, samplesFor, triggersOf, withSample } from './triggers.ts';

const OWN = 'own';
const EXAMPLE = 'example';

/** Runs the draft once with a sample message. Systems are called for real, and the dialog says so. */
export function TestRunDialog({ problem }: { readonly problem: (issue: Issue, close: () => void) => ReactNode }) {
  const open = useEditorUi((state) => state.dialog === 'test');
  return open ? <OpenDialog problem={problem} /> : null;
}

function OpenDialog({ problem }: { readonly problem: (issue: Issue, close: () => void) => ReactNode }) {
  const ui = useEditorUiApi();
  const store = useFlowStoreApi();
  const flow = useFlowState((state) => state.flow);
  const triggers = triggersOf(flow);
  const [trigger, setTrigger] = useState(triggers[0]?.id);
  const samples = samplesFor(flow, trigger);
  const example = useExample(
    contractOf(
      flow,
      triggers.find(({ id }) => id === trigger),
    ),
  );
  const [chosen, setChosen] = useState(() => samples[0]?.id ?? OWN);
  const [text, setText] = useState(() => print(samples[0]?.message ?? {}));
  const [name, setName] = useState('');
  const [refusal, setRefusal] = useState<{ readonly text: string; readonly issues: readonly Issue[] }>();
  const { send, pending } = useSend(testRun);
  const parsed = useMemo(() => parseJsonText(text), [text]);
  const marks = useMemo(() => (parsed.ok ? [] : [parsed.mark]), [parsed]);
  const message = parsed.ok ? parsed.value : undefined;
  const close = () => ui.setState({ dialog: undefined });

  const choose = (id: string) => {
    setChosen(id);
    const found = samples.find((one) => one.id === id);
    if (found !== undefined) setText(print(found.message));
    else if (id === EXAMPLE && example !== undefined) setText(print(example));
  };
  const saveSample = () => {
    if (message === undefined || name.trim() === '') return;
    const tests = withSample(flow, name.trim(), trigger, message);
    store.getState().edit({ type: 'flow.tests', tests }, { label: `save sample “${name.trim()}”` });
    setChosen(tests.find((test) => test.name === name.trim())?.id ?? OWN);
    setName('');
  };
  const start = async () => {
    if (message === undefined) return;
    setRefusal(undefined);
    const body = { flow: store.getState().flow, message, ...(trigger === undefined ? {} : { node: trigger }) };
    const answer = await send({ params: { flowId: flow.id }, body });
    if (answer.ok) {
      ui.setState({ testRunId: answer.value.runId, dialog: undefined, viewing: undefined });
      return;
    }
    const issues = z.array(Issue).safeParse(answer.problem.extra.issues);
    setRefusal({ text: answer.problem.detail ?? answer.problem.title, issues: issues.success ? issues.data : [] });
  };

  return (
    <Dialog
      open
      onClose={close}
      size="lg"
      title="Test run"
      description="Runs the draft once with this message. Connected systems are called for real."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            kind="primary"
            icon={<Play size={14} />}
            busy={pending}
            disabled={message === undefined || trigger === undefined}
            onClick={() => void start()}
          >
            Run
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {trigger === undefined && (
          <Notice kind="failed">The flow has no start yet. Add a webhook or a manual start.</Notice>
        )}
        {refusal !== undefined && (
          <div>
            <Notice kind="failed">{refusal.text}</Notice>
            <div className="-mx-4 mt-1">{refusal.issues.filter(isError).map((issue) => problem(issue, close))}</div>
          </div>
        )}
        <div className="flex flex-wrap gap-3">
          {triggers.length > 1 && (
            <Field label="Start at" className="min-w-48 flex-1">
              {(control) => (
                <Select
                  {...control}
                  value={trigger ?? ''}
                  options={triggers.map(({ id, name: label }) => ({ value: id, label }))}
                  onChange={setTrigger}
                />
              )}
            </Field>
          )}
          <Field label="Sample" className="min-w-48 flex-1">
            {(control) => (
              <Select
                {...control}
                value={chosen}
                options={[
                  ...samples.map(({ id, name: label }) => ({ value: id, label })),
                  ...(example === undefined ? [] : [{ value: EXAMPLE, label: 'Example of the contract' }]),
                  { value: OWN, label: 'Own message' },
                ]}
                onChange={choose}
              />
            )}
          </Field>
        </div>
        <Field label="Message" error={parsed.ok ? undefined : `Line ${parsed.mark.line}: ${parsed.mark.message}`}>
          {(control) => (
            <CodeEditor
              {...control}
              kind="json"
              label="Message"
              value={text}
              marks={marks}
              className="h-72"
              onChange={(next) => {
                setText(next);
                setChosen(OWN);
              }}
            />
          )}
        </Field>
        <div className="flex items-end gap-2">
          <Field label="Keep as a sample" className="flex-1">
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={80}
                placeholder="Order with two lines"
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Button icon={<Save size={14} />} disabled={name.trim() === '' || message === undefined} onClick={saveSample}>
            Save sample
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function print(value: Json): string {
  return JSON.stringify(value, undefined, 2);
}

/** The example of a contract by reference, newest version when none is said. */
function useExample(ref: string | undefined): Json | undefined {
  const contracts = useCall(listContracts, {}, { staleTime: 60_000, enabled: ref !== undefined });
  if (ref === undefined) return undefined;
  return findContract(ref, contracts.data?.contracts ?? [])?.example;
}
