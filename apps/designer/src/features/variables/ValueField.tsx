import { listConnections } from '@lockstep/schema/api';
import { useCall } from '../../api/index.ts';
import { Field, Input, Segmented, Select, Textarea } from '../../ui/index.ts';
import type { ValueDraft } from './value-draft.ts';

export interface ValueFieldProps {
  readonly draft: ValueDraft;
  readonly error: string | undefined;
  readonly onChange: (draft: ValueDraft) => void;
}

/** Where the value of a variable is written, as its type wants it. */
export function ValueField({ draft, error, onChange }: ValueFieldProps) {
  const { type, text, yes } = draft;
  if (type === 'secret') return <SecretFields draft={draft} error={error} onChange={onChange} />;
  if (type === 'boolean') {
    return (
      <Field label="Value">
        {() => (
          <Segmented
            label="Value"
            value={yes ? 'yes' : 'no'}
            options={[
              { value: 'yes', label: 'Yes' },
              { value: 'no', label: 'No' },
            ]}
            onChange={(next) => onChange({ ...draft, yes: next === 'yes' })}
          />
        )}
      </Field>
    );
  }
  return (
    <Field label="Value" error={error}>
      {(control) =>
        type === 'json' ? (
          <Textarea
            {...control}
            className="min-h-40 font-mono text-xs"
            spellCheck={false}
            value={text}
            onChange={(event) => onChange({ ...draft, text: event.target.value })}
          />
        ) : (
          <Input
            {...control}
            className="font-mono"
            inputMode={type === 'number' ? 'decimal' : 'text'}
            spellCheck={false}
            value={text}
            onChange={(event) => onChange({ ...draft, text: event.target.value })}
          />
        )
      }
    </Field>
  );
}

/** A secret stays where it is sealed: the variable says which one is meant. */
function SecretFields({ draft, error, onChange }: ValueFieldProps) {
  const { data } = useCall(listConnections, {});
  const connections = (data?.connections ?? []).filter(({ secretsSet }) => secretsSet.length > 0);
  const secrets = connections.find(({ id }) => id === draft.connection)?.secretsSet ?? [];
  return (
    <div className="grid grid-cols-2 gap-4">
      <Field label="Connection" error={error} hint="The secret stays sealed there and is rotated there.">
        {(control) => (
          <Select
            {...control}
            value={draft.connection}
            options={connections.map(({ id, name }) => ({ value: id, label: name, hint: id }))}
            onChange={(connection) => onChange({ ...draft, connection, secret: '' })}
          />
        )}
      </Field>
      <Field label="Secret">
        {(control) => (
          <Select
            {...control}
            value={draft.secret}
            disabled={draft.connection === ''}
            options={secrets.map((name) => ({ value: name, label: name }))}
            onChange={(secret) => onChange({ ...draft, secret })}
          />
        )}
      </Field>
    </div>
  );
}
