import { checkSearch, MAX_SEARCH_FIELDS, type SearchField } from '@lockstep/schema/graph';
import { Plus, Trash2 } from 'lucide-react';
import { useId, useMemo } from 'react';
import { useFlowState, useFlowStoreApi } from '../../../stores/FlowStoreProvider.tsx';
import { Button, Checkbox, Field, IconButton, Input } from '../../../ui/index.ts';
import { Section } from '../Section.tsx';

const LEAD =
  'Fields of the message by which people find runs, as in email:ann@example.org. Runs accepted from the next version on have them.';

/** Names the fields that runs are found by. */
export function SearchSection() {
  const { edit } = useFlowStoreApi().getState();
  const settings = useFlowState((state) => state.flow.settings);
  const editable = useFlowState((state) => state.editable);
  const issues = useMemo(() => checkSearch({ settings }), [settings]);
  const fields = settings.search ?? [];
  const put = (next: readonly SearchField[], what: string) => {
    const { search: _, ...rest } = settings;
    edit(
      { type: 'flow.settings', settings: next.length === 0 ? rest : { ...rest, search: [...next] } },
      { merge: `settings search ${what}` },
    );
  };
  const problem = (index: number, field: string) =>
    issues.find((issue) => issue.field === `settings/search/${index}/${field}`)?.message;
  return (
    <Section id="search" title="Search" lead={LEAD} startsClosed={fields.length === 0}>
      <ul className="flex flex-col gap-3" aria-label="Search fields">
        {fields.map((field, index) => (
          <FieldRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a field has no identity but its place, and its name is being typed
            key={index}
            field={field}
            number={index + 1}
            editable={editable}
            nameProblem={problem(index, 'name')}
            pathProblem={problem(index, 'path')}
            onChange={(next) => put(fields.with(index, next), `${index}`)}
            onRemove={() => put(fields.toSpliced(index, 1), `remove ${index}`)}
          />
        ))}
      </ul>
      {fields.length < MAX_SEARCH_FIELDS && (
        <Button
          size="sm"
          className={fields.length > 0 ? 'mt-3' : ''}
          icon={<Plus size={13} />}
          disabled={!editable}
          onClick={() => put([...fields, { name: freeName(fields), path: 'id' }], `add ${fields.length}`)}
        >
          Add a search field
        </Button>
      )}
    </Section>
  );
}

interface FieldRowProps {
  readonly field: SearchField;
  /** From 1, for screen readers. */
  readonly number: number;
  readonly editable: boolean;
  readonly nameProblem: string | undefined;
  readonly pathProblem: string | undefined;
  readonly onChange: (field: SearchField) => void;
  readonly onRemove: () => void;
}

function FieldRow({ field, number, editable, nameProblem, pathProblem, onChange, onRemove }: FieldRowProps) {
  const checkbox = useId();
  const { sensitive = false, ...plain } = field;
  return (
    <li className="flex flex-col gap-2 rounded-lg border p-3">
      <div className="flex items-end gap-2">
        <Field label="Called" error={nameProblem} className="min-w-0 flex-1">
          {(control) => (
            <Input
              {...control}
              maxLength={40}
              disabled={!editable}
              value={field.name}
              onChange={(event) => onChange({ ...field, name: event.target.value })}
            />
          )}
        </Field>
        <IconButton
          label={`Remove search field ${number}`}
          icon={<Trash2 size={14} />}
          disabled={!editable}
          onClick={onRemove}
        />
      </div>
      <Field label="Field of the message" error={pathProblem}>
        {(control) => (
          <Input
            {...control}
            maxLength={300}
            disabled={!editable}
            className="font-mono"
            placeholder="customer.email"
            value={field.path}
            onChange={(event) => onChange({ ...field, path: event.target.value })}
          />
        )}
      </Field>
      <label htmlFor={checkbox} className="flex items-start gap-2 text-xs">
        <Checkbox
          id={checkbox}
          checked={sensitive}
          disabled={!editable}
          onChange={(on) => onChange(on ? { ...plain, sensitive: true } : plain)}
        />
        <span>
          Sensitive <span className="text-muted">kept as a hash, found by the whole value only</span>
        </span>
      </label>
    </li>
  );
}

function freeName(fields: readonly SearchField[]): string {
  const taken = new Set(fields.map(({ name }) => name.toLowerCase()));
  for (let n = 1; ; n += 1) if (!taken.has(`field ${n}`)) return `field ${n}`;
}
