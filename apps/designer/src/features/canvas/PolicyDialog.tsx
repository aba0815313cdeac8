import { DEFAULT_RETRY, DEFAULT_TIMEOUT_MS } from '@lockstep/schema/graph';
import { type FormEvent, type ReactNode, useState } from 'react';
import { DurationInput } from '../../forms/DurationInput.tsx';
import { NumberInput } from '../../forms/NumberInput.tsx';
import { catalogue } from '../../steps/catalogue.ts';
import { formatMs } from '../../steps/format-ms.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { Button, Checkbox, Dialog, Field, type FieldControlProps } from '../../ui/index.ts';
import { type PolicyChange, policySteps, shared } from './model/policies.ts';
import { useEditorActions } from './use-editor-actions.ts';

type Key = 'timeoutMs' | 'slaMs' | 'maxAttempts' | 'baseMs' | 'capMs';
type Values = Partial<Record<Key, number>>;

const LIMITS: Readonly<Record<Key, readonly [number, number]>> = {
  timeoutMs: [10, 3_600_000],
  slaMs: [10, 31_622_400_000],
  maxAttempts: [1, 50],
  baseMs: [10, 3_600_000],
  capMs: [10, 86_400_000],
};

/** Reliability of several steps at once: only what is filled in changes, on all of them, as one step of undo. */
export function PolicyDialog({ onClose }: { readonly onClose: () => void }) {
  const { changePolicies } = useEditorActions();
  const flow = useFlowState((state) => state.flow);
  const selected = useFlowState((state) => state.selection.nodes);
  const [values, setValues] = useState<Values>({});
  const [reset, setReset] = useState(false);
  const steps = policySteps(flow, selected, catalogue);
  const definitions = steps.map(({ type }) => catalogue.get(type));
  const retries = steps.map(({ policy }, index) => policy.retry ?? definitions[index]?.retry ?? DEFAULT_RETRY);
  const now: Readonly<Record<Key, number | 'mixed' | undefined>> = {
    timeoutMs: shared(
      steps.map(({ policy }, index) => policy.timeoutMs ?? definitions[index]?.timeoutMs ?? DEFAULT_TIMEOUT_MS),
    ),
    slaMs: shared(steps.map(({ policy }) => policy.slaMs)),
    maxAttempts: shared(retries.map(({ maxAttempts }) => maxAttempts)),
    baseMs: shared(retries.map(({ baseMs }) => baseMs)),
    capMs: shared(retries.map(({ capMs }) => capMs)),
  };
  const field = (key: Key, label: string, input: (control: FieldControlProps) => ReactNode) => (
    <Field label={label} hint={`Now: ${told(key, now[key])}`}>
      {input}
    </Field>
  );
  const duration = (key: Exclude<Key, 'maxAttempts'>, label: string) =>
    field(key, label, (control) => (
      <DurationInput
        field={{}}
        value={values[key]}
        control={control}
        disabled={reset}
        onChange={(value) =>
          setValues(({ [key]: _, ...rest }) => (value === undefined ? rest : { ...rest, [key]: value }))
        }
      />
    ));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    void changePolicies(reset ? { timeoutMs: null, slaMs: null, retry: null } : changeOf(values));
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={`Reliability of ${steps.length} steps`}
      description="What you leave empty stays as it is in each step."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="policies" disabled={!reset && Object.keys(values).length === 0}>
            Change {steps.length} steps
          </Button>
        </>
      }
    >
      <form id="policies" className="flex flex-col gap-4" onSubmit={apply}>
        {duration('timeoutMs', 'Time limit of one attempt')}
        {field('maxAttempts', 'Attempts', (control) => (
          <NumberInput
            field={{ integer: true, min: 1, max: 50 }}
            value={values.maxAttempts}
            control={control}
            disabled={reset}
            onChange={(value) =>
              setValues(({ maxAttempts: _, ...rest }) => (value === undefined ? rest : { ...rest, maxAttempts: value }))
            }
          />
        ))}
        {duration('baseMs', 'First wait')}
        {duration('capMs', 'Longest wait')}
        {duration('slaMs', 'Promised time')}
        <label htmlFor="policies-reset" className="flex items-center gap-2 text-sm">
          <Checkbox id="policies-reset" checked={reset} onChange={setReset} />
          Back to what each type of step says
        </label>
      </form>
    </Dialog>
  );
}

function told(key: Key, value: number | 'mixed' | undefined): string {
  if (value === 'mixed') return 'not the same in all';
  if (value === undefined) return 'none';
  return key === 'maxAttempts' ? String(value) : formatMs(value);
}

function changeOf(values: Values): PolicyChange {
  const within = (key: Key) => {
    const value = values[key];
    const [min, max] = LIMITS[key];
    return value === undefined ? undefined : Math.min(max, Math.max(min, Math.round(value)));
  };
  const retry = Object.fromEntries(
    (['maxAttempts', 'baseMs', 'capMs'] as const).flatMap((key) => {
      const value = within(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return {
    timeoutMs: within('timeoutMs'),
    slaMs: within('slaMs'),
    ...(Object.keys(retry).length > 0 && { retry }),
  };
}
