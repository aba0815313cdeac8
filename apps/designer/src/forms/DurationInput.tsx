import type { Json } from '@lockstep/schema/run';
import { useState } from 'react';
import { type FieldControlProps, Select } from '../ui/index.ts';
import { DURATION_UNITS, type DurationUnit, msPer, unitFor } from './duration.ts';
import { NumberInput } from './NumberInput.tsx';

export interface DurationInputProps {
  /** In milliseconds. */
  readonly field: { readonly min?: number; readonly max?: number };
  readonly value: Json | undefined;
  readonly control: FieldControlProps;
  readonly disabled: boolean;
  /** Milliseconds. */
  readonly onChange: (value: number | undefined) => void;
}

/** A duration as a number and a unit; kept in milliseconds. */
export function DurationInput({ value, control, disabled, onChange }: DurationInputProps) {
  const ms = typeof value === 'number' ? value : undefined;
  const [chosen, setChosen] = useState<DurationUnit>();
  const unit = chosen ?? (ms === undefined ? 's' : unitFor(ms));
  const per = msPer(unit);
  return (
    <div className="flex gap-2">
      <div className="min-w-0 flex-1">
        <NumberInput
          field={{}}
          value={ms === undefined ? undefined : ms / per}
          control={control}
          disabled={disabled}
          onChange={(next) => onChange(next === undefined ? undefined : Math.round(next * per))}
        />
      </div>
      <Select
        label="Unit"
        value={unit}
        disabled={disabled}
        options={DURATION_UNITS.map((one) => ({ value: one.unit, label: one.label }))}
        onChange={(next) => {
          setChosen(next);
          if (ms !== undefined) onChange(Math.round((ms / per) * msPer(next)));
        }}
        className="w-36"
      />
    </div>
  );
}
