import { type FlowSettings, type Issue, LaneSettings } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { useMemo } from 'react';
import { FieldView } from '../../../forms/FieldView.tsx';
import { type FieldModel, fieldsOf } from '../../../forms/field-model.ts';
import { FormContextProvider } from '../../../forms/form-context.ts';
import type { Params } from '../../../forms/values.ts';
import { keyName } from '../../../parts/lane-words.ts';
import { useFlowState, useFlowStoreApi } from '../../../stores/FlowStoreProvider.tsx';
import { Switch } from '../../../ui/index.ts';
import { Section } from '../Section.tsx';

type Lane = NonNullable<FlowSettings['lane']>;

/** What holds where nothing is chosen. */
const DEFAULTS: Readonly<Record<string, Json>> = { stale: 'drop', onException: 'block' };
const FIELDS = fieldsOf(LaneSettings).map(withDefault);
/** What a part begins with when it is switched on. */
const BEGINNINGS = {
  order: { by: 'version', value: '=input.version' },
  dedupe: { windowMs: 600_000 },
} as const satisfies Partial<Lane>;
const PREFIX = 'settings/lane';

/** Whether the messages of one key go one after another, and what becomes of those that come too late or twice. */
export function LaneSection() {
  const { edit } = useFlowStoreApi().getState();
  const settings = useFlowState((state) => state.flow.settings);
  const sample = useFlowState((state) => state.flow.tests[0]?.message);
  const editable = useFlowState((state) => state.editable);
  const issues = useFlowState((state) => state.issues);
  const { lane } = settings;
  const mine = useMemo(() => issues.flatMap(ownIssue), [issues]);
  const names = useMemo(() => ({ steps: [], input: sample, outputs: {} }), [sample]);

  const put = (next: Lane | undefined, what: string) => {
    const { lane: _, ...rest } = settings;
    edit(
      { type: 'flow.settings', settings: next === undefined ? rest : { ...rest, lane: next } },
      { merge: `settings lane ${what}` },
    );
  };
  const set = (name: string, value: Json | undefined, pointer: string) => {
    if (lane === undefined) return;
    const { [name as keyof Lane]: _, ...rest } = lane;
    put((value === undefined ? rest : { ...rest, [name]: value }) as Lane, pointer);
  };
  return (
    <Section id="lane" title="Order" lead={lane === undefined ? OFF : `One at a time for each ${keyName(lane)}.`}>
      <Toggle
        label="Keep messages in order"
        help="Messages with the same key go one after another, in all processes. Others do not wait for them."
        checked={lane !== undefined}
        disabled={!editable}
        onChange={(on) => put(on ? { key: '=' } : undefined, 'switch')}
      />
      {lane !== undefined && (
        <FormContextProvider
          value={{
            params: lane as unknown as Params,
            fields: FIELDS,
            issues: mine,
            names,
            connections: [],
            contracts: [],
            flows: [],
            hookBase: '',
            readOnly: !editable,
          }}
        >
          <div className="mt-4 flex flex-col gap-4">
            {FIELDS.map((field) => (
              <Part key={field.name} field={field} lane={lane} readOnly={!editable} onChange={set} />
            ))}
          </div>
        </FormContextProvider>
      )}
    </Section>
  );
}

const OFF = 'Every message begins at once, whatever it is about.';

interface PartProps {
  readonly field: FieldModel;
  readonly lane: Lane;
  readonly readOnly: boolean;
  readonly onChange: (name: string, value: Json | undefined, pointer: string) => void;
}

/** One setting; what belongs together has a switch of its own. */
function Part({ field, lane, readOnly, onChange }: PartProps) {
  const { name } = field;
  const value = lane[name as keyof Lane] as Json | undefined;
  const view = (
    <FieldView
      field={field}
      pointer={`/${name}`}
      value={value}
      onChange={(next, pointer) => onChange(name, next, pointer)}
    />
  );
  if (name !== 'order' && name !== 'dedupe') return view;
  return (
    <div className="flex flex-col gap-2">
      <Toggle
        label={field.label}
        help={field.help ?? ''}
        checked={value !== undefined}
        disabled={readOnly}
        onChange={(on) => onChange(name, on ? BEGINNINGS[name] : undefined, `/${name}`)}
      />
      {value !== undefined && view}
    </div>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly help: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (on: boolean) => void;
}

function Toggle({ label, help, checked, disabled, onChange }: ToggleProps) {
  return (
    <div className="flex items-center justify-between gap-3">
      <div>
        <p className="font-medium text-xs">{label}</p>
        <p className="text-muted text-xs">{help}</p>
      </div>
      <Switch label={label} checked={checked} disabled={disabled} onChange={onChange} />
    </div>
  );
}

function withDefault(field: FieldModel): FieldModel {
  if (field.kind === 'group') return { ...field, fields: field.fields.map(withDefault) };
  return { ...field, defaultValue: DEFAULTS[field.name] };
}

/** A problem of these settings, with its place in this form. */
function ownIssue(issue: Issue): readonly Issue[] {
  if (issue.node !== undefined || !issue.field?.startsWith(PREFIX)) return [];
  return [{ ...issue, field: issue.field.slice(PREFIX.length) }];
}
