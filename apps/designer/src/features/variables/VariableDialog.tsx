import {
  listVariableChanges,
  listVariables,
  putVariable,
  removeVariable,
  type VariableView,
} from '@lockstep/schema/api';
import { VariableName, type VariableType } from '@lockstep/schema/variables';
import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { personName } from '../../stores/person.ts';
import { Button, ConfirmDialog, Dialog, Field, Input, Notice, Select, toast } from '../../ui/index.ts';
import { ValueField } from './ValueField.tsx';
import { draftOf, readDraft } from './value-draft.ts';
import { TYPE_WORDS } from './variable-words.ts';

export interface VariableDialogProps {
  /** The variable to change; absent for a new one. */
  readonly variable: VariableView | undefined;
  /** Name that a new one begins with. */
  readonly suggested: string;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

const STALE = [listVariables, listVariableChanges] as const;

/** Creates or changes a variable, with what it is for and why it changes. */
export function VariableDialog({ variable, suggested, taken, onClose }: VariableDialogProps) {
  const [name, setName] = useState(variable?.name ?? suggested);
  const [draft, setDraft] = useState(() => draftOf(variable?.held));
  const [description, setDescription] = useState(variable?.description ?? '');
  const [note, setNote] = useState('');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [isRemoving, setRemoving] = useState(false);
  const { send, pending } = useSend(putVariable, STALE);
  const removal = useSend(removeVariable, STALE);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found: Record<string, string> = {};
    const named = VariableName.safeParse(name);
    if (!named.success) found.name = named.error.issues[0]?.message ?? 'This is no name.';
    if (!variable && taken.includes(name)) found.name = 'There is a variable with this name.';
    const held = readDraft(draft);
    if (typeof held === 'string') found.value = held;
    setErrors(found);
    if (typeof held === 'string' || Object.keys(found).length > 0) return;
    const body = { held, description, note, basedOn: variable?.revision ?? 0, by: personName() };
    const answer = await send({ params: { name }, body });
    if (!answer.ok) return setErrors({ form: answer.problem.detail ?? answer.problem.title });
    toast({
      kind: 'ok',
      title: `${name} is saved`,
      detail: 'Runs that begin now read it; those under way keep theirs.',
    });
    onClose();
  };
  const remove = async (): Promise<void> => {
    const answer = await removal.send({
      params: { name },
      query: { by: personName(), note, ...(variable && { basedOn: variable.revision }) },
    });
    setRemoving(false);
    if (!answer.ok) return setErrors({ form: answer.problem.detail ?? answer.problem.title });
    toast({ kind: 'ok', title: `${name} is removed` });
    onClose();
  };

  return (
    <>
      <Dialog
        open
        onClose={onClose}
        title={variable === undefined ? 'New variable' : `Edit ${variable.name}`}
        footer={
          <>
            {variable !== undefined && (
              <Button kind="quiet" icon={<Trash2 size={15} />} className="mr-auto" onClick={() => setRemoving(true)}>
                Remove
              </Button>
            )}
            <Button onClick={onClose}>Cancel</Button>
            <Button kind="primary" type="submit" form="variable" busy={pending}>
              Save
            </Button>
          </>
        }
      >
        <form id="variable" noValidate onSubmit={save} className="flex flex-col gap-4">
          {errors.form !== undefined && <Notice kind="failed">{errors.form}</Notice>}
          <div className="grid grid-cols-2 gap-4">
            <Field label="Name" required error={errors.name} hint={`Flows read it as vars.${name || 'erpUrl'}`}>
              {(control) => (
                <Input
                  {...control}
                  className="font-mono"
                  spellCheck={false}
                  value={name}
                  maxLength={60}
                  disabled={variable !== undefined}
                  onChange={(event) => setName(event.target.value.trim())}
                />
              )}
            </Field>
            <Field label="Type">
              {(control) => (
                <Select
                  {...control}
                  value={draft.type}
                  options={Object.entries(TYPE_WORDS).map(([value, label]) => ({
                    value: value as VariableType,
                    label,
                  }))}
                  onChange={(type) => setDraft({ ...draft, type })}
                />
              )}
            </Field>
          </div>
          <ValueField draft={draft} error={errors.value} onChange={setDraft} />
          <Field label="What it is for">
            {(control) => (
              <Input
                {...control}
                value={description}
                maxLength={500}
                onChange={(event) => setDescription(event.target.value)}
              />
            )}
          </Field>
          <Field label="Why it changes" hint="Kept in the history with your name.">
            {(control) => (
              <Input {...control} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
            )}
          </Field>
          {variable !== undefined && variable.usedBy.length > 0 && <Readers variable={variable} />}
        </form>
      </Dialog>
      <ConfirmDialog
        open={isRemoving}
        title={`Remove ${name}?`}
        action="Remove variable"
        busy={removal.pending}
        onConfirm={() => void remove()}
        onClose={() => setRemoving(false)}
      >
        Its history stays, and runs under way keep its value. A variable that a published flow reads cannot be removed.
      </ConfirmDialog>
    </>
  );
}

function Readers({ variable: { usedBy } }: { readonly variable: VariableView }) {
  return (
    <div className="text-sm">
      <p className="font-medium text-xs">Read by</p>
      <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
        {usedBy.map(({ flowId, flowName, published }) => (
          <li key={flowId}>
            <Link to="/flows/$flowId" params={{ flowId }} className="rounded text-accent-text hover:underline">
              {flowName}
            </Link>
            {!published && <span className="text-muted"> (draft)</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
