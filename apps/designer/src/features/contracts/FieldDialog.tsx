import { type FieldDraft, sharedBy, shownType } from '@lockstep/schema/contracts';
import { type FieldPath, type SchemaField, textOfPath } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import { type FormEvent, useState } from 'react';
import { Button, Checkbox, Dialog, Field, Input, Notice, Select } from '../../ui/index.ts';
import { typeWords } from './contract-words.ts';

/** A field that is there, or the place for a new one. */
export type FieldTarget = { readonly field: SchemaField } | { readonly parent: FieldPath };

type Edit = Parameters<typeof import('@lockstep/schema/contracts').editSchema>[1];

export interface FieldDialogProps {
  readonly schema: Json;
  readonly target: FieldTarget;
  readonly onClose: () => void;
  /** False when it cannot be done by form. */
  readonly onEdit: (edit: Edit) => boolean;
}

const TYPES: readonly { readonly value: FieldDraft['type']; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'integer', label: 'Whole number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'object', label: 'Object' },
  { value: 'list', label: 'List' },
  { value: 'any', label: 'Anything' },
];

/** Adds a field, renames or changes one, or removes it; the JSON beside follows. */
export function FieldDialog({ schema, target, onClose, onEdit }: FieldDialogProps) {
  const field = 'field' in target ? target.field : undefined;
  const parent = 'field' in target ? target.field.path.slice(0, -1) : target.parent;
  const type = field === undefined ? 'text' : shownType(schema, field.path);
  const [draft, setDraft] = useState<FieldDraft>({
    name: field?.name ?? '',
    type: type ?? 'any',
    isRequired: field?.isRequired ?? false,
    description: field?.description ?? '',
    owner: field?.owner ?? '',
    isSensitive: field?.isSensitive ?? false,
  });
  const [problem, setProblem] = useState<string>();
  const shared = sharedBy(schema, parent);
  const change = (next: Partial<FieldDraft>) => setDraft((now) => ({ ...now, ...next }));
  const apply = (edit: Edit, refusal: string): void => {
    if (onEdit(edit)) onClose();
    else setProblem(refusal);
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (draft.name.trim() === '') {
      setProblem('Give the field a name.');
      return;
    }
    const named = { ...draft, name: draft.name.trim() };
    const refusal = `There is a field "${named.name}" already, or it comes from a part that only the JSON can change.`;
    apply(
      field === undefined ? { type: 'add', parent, field: named } : { type: 'change', path: field.path, field: named },
      refusal,
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        field === undefined
          ? `New field${parent.length === 0 ? '' : ` of ${textOfPath(parent)}`}`
          : textOfPath(field.path)
      }
      footer={
        <>
          {field !== undefined && (
            <Button
              kind="danger"
              className="mr-auto"
              onClick={() =>
                apply({ type: 'remove', path: field.path }, 'It comes from a part that only the JSON can change.')
              }
            >
              Remove field
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="contract-field">
            {field === undefined ? 'Add field' : 'Change field'}
          </Button>
        </>
      }
    >
      <form id="contract-field" noValidate onSubmit={save} className="flex flex-col gap-4">
        {problem !== undefined && <Notice kind="failed">{problem}</Notice>}
        {shared !== undefined && (
          <Notice kind="info">This is part of “{shared}”: the change holds wherever the contract uses it.</Notice>
        )}
        <div className="grid grid-cols-2 gap-4">
          <Field label="Name" required>
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                value={draft.name}
                spellCheck={false}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label="Type" hint={type === undefined && field !== undefined ? 'Change it in the JSON.' : undefined}>
            {(control) =>
              type === undefined && field !== undefined ? (
                <Input {...control} value={typeWords(field)} disabled />
              ) : (
                <Select {...control} value={draft.type} options={TYPES} onChange={(next) => change({ type: next })} />
              )
            }
          </Field>
        </div>
        <Field label="What it says">
          {(control) => (
            <Input
              {...control}
              value={draft.description}
              onChange={(event) => change({ description: event.target.value })}
            />
          )}
        </Field>
        <Field label="Owner" hint="The system that decides what it says: ERP, CRM, commerce, fulfilment.">
          {(control) => (
            <Input {...control} value={draft.owner} onChange={(event) => change({ owner: event.target.value })} />
          )}
        </Field>
        <Tick label="It must be there" checked={draft.isRequired} onChange={(isRequired) => change({ isRequired })} />
        <Tick
          label="It is personal or secret: masked in samples"
          checked={draft.isSensitive}
          onChange={(isSensitive) => change({ isSensitive })}
        />
      </form>
    </Dialog>
  );
}

interface TickProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Tick({ label, checked, onChange }: TickProps) {
  return (
    <div className="flex items-center gap-2.5 text-sm">
      <Checkbox label={label} checked={checked} onChange={onChange} />
      <button type="button" tabIndex={-1} aria-hidden="true" className="text-left" onClick={() => onChange(!checked)}>
        {label}
      </button>
    </div>
  );
}
