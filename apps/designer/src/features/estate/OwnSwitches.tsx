import type { FaultSwitch, Faults } from '@lockstep/schema/api';
import { Field, Input, Select, Slider, Switch } from '../../ui/index.ts';
import { percent } from './faults.ts';

export interface OwnSwitchesProps {
  readonly switches: readonly FaultSwitch[];
  readonly faults: Faults;
  readonly onChange: (faults: Faults) => void;
}

/** Faults a system tells of itself, each as a field of its kind. */
export function OwnSwitches({ switches, faults, onChange }: OwnSwitchesProps) {
  if (switches.length === 0) return null;
  return (
    <div className="mt-3 flex flex-col gap-3 border-t pt-3">
      {switches.map((one) => (
        <OwnSwitch
          key={one.name}
          about={one}
          value={faults[one.name]}
          onChange={(value) => {
            const { [one.name]: _before, ...others } = faults;
            onChange(value === undefined ? others : { ...others, [one.name]: value });
          }}
        />
      ))}
    </div>
  );
}

interface OwnSwitchProps {
  readonly about: FaultSwitch;
  readonly value: unknown;
  readonly onChange: (value: number | boolean | string | undefined) => void;
}

function OwnSwitch({
  about: { name, label, description, kind, min, max, choices = [] },
  value,
  onChange,
}: OwnSwitchProps) {
  const id = `fault-${name}`;
  switch (kind) {
    case 'share':
      return (
        <Slider
          label={label}
          value={typeof value === 'number' ? value : 0}
          max={1}
          step={0.01}
          format={percent}
          onChange={(next) => onChange(next === 0 ? undefined : next)}
        />
      );
    case 'flag':
      return (
        <label className="flex items-center justify-between gap-3 text-sm" htmlFor={id} title={description}>
          {label}
          <Switch id={id} label={label} checked={value === true} onChange={(on) => onChange(on || undefined)} />
        </label>
      );
    case 'choice':
      return (
        <Field label={label}>
          {(control) => (
            <Select
              {...control}
              value={typeof value === 'string' ? value : ''}
              options={['', ...choices].map((choice) => ({
                value: choice,
                label: choice === '' ? 'As usual' : choice,
              }))}
              onChange={(next) => onChange(next === '' ? undefined : next)}
            />
          )}
        </Field>
      );
    case 'number':
      return (
        <Field label={label}>
          {(control) => (
            <Input
              {...control}
              type="number"
              title={description}
              min={min}
              max={max}
              placeholder="none"
              value={typeof value === 'number' ? value : ''}
              onChange={(event) => {
                const next = event.target.valueAsNumber;
                onChange(Number.isFinite(next) && next !== 0 ? bounded(next, min, max) : undefined);
              }}
            />
          )}
        </Field>
      );
    default:
      return kind satisfies never;
  }
}

function bounded(value: number, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): number {
  return Math.min(max, Math.max(min, value));
}
