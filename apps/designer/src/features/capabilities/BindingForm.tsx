import {
  BindingProblem,
  type BindingView,
  type CapabilityView,
  getCapability,
  listCapabilities,
  putBinding,
} from '@lockstep/schema/api';
import { type FormEvent, useState } from 'react';
import { useRefresh, useSend } from '../../api/index.ts';
import { Button, Card, Checkbox, Field, Input, Notice, Select, toast } from '../../ui/index.ts';
import { type BindingDraft, bindingOf, type DraftIssues, draftOf, isSameBinding } from './binding-draft.ts';
import { RuleList } from './RuleList.tsx';
import { ShadowFields, ShareFields } from './ShareFields.tsx';
import { TryKey } from './TryKey.tsx';

export interface BindingFormProps {
  readonly view: CapabilityView;
  /** What the form begins with. */
  readonly begun: BindingView | undefined;
  readonly onDone: () => void;
}

/** Which flow serves whom: for all, by rule, for a share, and which one is compared. */
export function BindingForm({ view, begun, onDone }: BindingFormProps) {
  const [draft, setDraft] = useState(() => draftOf(begun?.binding));
  const [note, setNote] = useState('');
  const [openRuns, setOpenRuns] = useState(false);
  const [refused, setRefused] = useState<string>();
  const [theirs, setTheirs] = useState<DraftIssues>({});
  const refresh = useRefresh();
  const put = useSend(putBinding, [getCapability, listCapabilities]);
  const { name, binding: inForce, offers } = view;
  const options = offers.map(({ flowId, flowName, systems }) => {
    return { value: flowId, label: flowName, ...(systems.length > 0 && { hint: systems.join(', ') }) };
  });
  const read = bindingOf(draft);
  const isChanged = 'issues' in read || !isSameBinding(inForce?.binding, read.binding);
  const issues = { ...('issues' in read ? read.issues : {}), ...theirs };
  const change = (more: Partial<BindingDraft>): void => {
    setTheirs({});
    setDraft({ ...draft, ...more });
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if ('issues' in read) return;
    setRefused(undefined);
    const body = { binding: read.binding, basedOn: inForce?.version ?? 0, note: note.trim(), forOpenRuns: openRuns };
    const answer = await put.send({ params: { name }, body });
    if (answer.ok) {
      toast({ kind: 'ok', title: `Binding ${answer.value.version} is in force` });
      onDone();
    } else if (answer.code === 'binding-invalid') {
      const found = BindingProblem.safeParse(answer.problem.extra).data?.issues ?? [];
      setTheirs(Object.fromEntries(found.map(({ field, message }) => [field, message])));
      setRefused(answer.problem.detail ?? answer.problem.title);
    } else {
      refresh(getCapability);
      setRefused(answer.problem.detail ?? answer.problem.title);
    }
  };
  if (offers.length === 0) return <Nobody />;
  return (
    <Card title={begun && begun.version !== inForce?.version ? `Binding, begun from ${begun.version}` : 'Binding'}>
      <form aria-label="Binding" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field label="Served by" error={issues.flow} hint="Whatever no rule and no share says otherwise.">
          {(control) => (
            <Select {...control} value={draft.flow} options={options} onChange={(flow) => change({ flow })} />
          )}
        </Field>
        <RuleList rules={draft.rules} options={options} issues={issues} onChange={(rules) => change({ rules })} />
        <ShareFields draft={draft} options={options} issues={issues} splitBy={view.key} onChange={change} />
        <ShadowFields draft={draft} options={options} issues={issues} own={view.own} onChange={change} />
        {'binding' in read && <TryKey capability={view} binding={read.binding} />}
        {refused !== undefined && <Notice kind="failed">{refused}</Notice>}
        <div className="flex flex-col gap-3 border-t pt-4">
          <label htmlFor="open-runs" className="flex items-center gap-2 text-sm">
            <Checkbox id="open-runs" checked={openRuns} onChange={setOpenRuns} />
            Also for runs under way that have not called it yet
          </label>
          <div className="flex flex-wrap items-center gap-3">
            <Input
              aria-label="Why"
              placeholder="Why: what is moved and who asked for it"
              value={note}
              maxLength={2000}
              onChange={(event) => setNote(event.target.value)}
              className="min-w-48 flex-1"
            />
            <Button kind="primary" type="submit" busy={put.pending} disabled={!isChanged || 'issues' in read}>
              Put binding {(inForce?.version ?? 0) + 1} in force
            </Button>
          </div>
          <p className="text-muted text-xs">
            No caller is published again. Runs that began before keep the binding they began with.
          </p>
        </div>
      </form>
    </Card>
  );
}

function Nobody() {
  return (
    <Card title="Binding">
      <p className="text-muted text-sm">
        There is nothing to bind: no published flow offers this capability. The first that does serves it at once.
      </p>
    </Card>
  );
}
