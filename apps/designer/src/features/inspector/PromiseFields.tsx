import { type FlowSettings, MAX_PROMISE_MS } from '@lockstep/schema/graph';
import { DurationInput } from '../../forms/DurationInput.tsx';
import { Field } from '../../ui/index.ts';

interface PromiseFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly error?: string | undefined;
  readonly value: number | undefined;
  readonly disabled: boolean;
  /** Milliseconds; `undefined` takes the promise back. */
  readonly onChange: (ms: number | undefined) => void;
}

/** A promise about time: none while it is empty. */
export function PromiseField({ label, hint, error, value, disabled, onChange }: PromiseFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <DurationInput
          field={{}}
          value={value}
          control={control}
          disabled={disabled}
          onChange={(ms) => onChange(ms === undefined ? undefined : Math.min(MAX_PROMISE_MS, Math.max(10, ms)))}
        />
      )}
    </Field>
  );
}

interface FlowPromisesProps {
  readonly settings: FlowSettings;
  readonly warning: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (key: 'deadlineMs' | 'slaMs', ms: number | undefined) => void;
}

/** How long a run of the flow may take, and should take. */
export function FlowPromises({ settings, warning, disabled, onChange }: FlowPromisesProps) {
  return (
    <div className="flex flex-col gap-4">
      <PromiseField
        label="Promised time"
        hint="A run that takes longer is marked late and counted; it goes on. Empty: no promise."
        error={warning}
        value={settings.slaMs}
        disabled={disabled}
        onChange={(ms) => onChange('slaMs', ms)}
      />
      <PromiseField
        label="Deadline"
        hint="A run that is not done by then takes back what it can and becomes an exception. Empty: no deadline."
        value={settings.deadlineMs}
        disabled={disabled}
        onChange={(ms) => onChange('deadlineMs', ms)}
      />
    </div>
  );
}
