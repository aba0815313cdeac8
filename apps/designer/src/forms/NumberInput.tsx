import type { Json } from '@lockstep/schema/run';
import { useEffect, useState } from 'react';
import { type FieldControlProps, Input } from '../ui/index.ts';

export interface NumberInputProps {
  readonly field: { readonly min?: number; readonly max?: number; readonly integer?: boolean };
  readonly value: Json | undefined;
  readonly control: FieldControlProps;
  readonly disabled: boolean;
  readonly onChange: (value: number | undefined) => void;
}

/** A number that may be half typed: the text is kept here until it is one. */
export function NumberInput({ field, value, control, disabled, onChange }: NumberInputProps) {
  const shown = typeof value === 'number' ? String(value) : '';
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  return (
    <Input
      {...control}
      type="number"
      inputMode={field.integer === true ? 'numeric' : 'decimal'}
      step={field.integer === true ? 1 : 'any'}
      min={field.min}
      max={field.max}
      value={text}
      disabled={disabled}
      onChange={(event) => {
        const next = event.target.value;
        setText(next);
        const number = Number(next);
        if (next === '') onChange(undefined);
        else if (Number.isFinite(number)) onChange(number);
      }}
      onBlur={() => setText(shown)}
    />
  );
}
