import { isExpression } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import clsx from 'clsx';
import { useRef } from 'react';
import type { FieldModel } from './field-model.ts';
import { useFormContext } from './form-context.ts';

export interface FxToggleProps {
  readonly field: FieldModel;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** Switches a field between a fixed value and an expression; going back brings the last value of each kind. */
export function FxToggle({ field, value, onChange }: FxToggleProps) {
  const { readOnly } = useFormContext();
  const other = useRef<Json | undefined>(undefined);
  const computed = isExpression(value);
  const toggle = () => {
    const next = computed
      ? isExpression(other.current)
        ? undefined
        : other.current
      : expressionFor(other.current, value);
    other.current = value;
    onChange(next);
  };
  return (
    <button
      type="button"
      aria-pressed={computed}
      aria-label={`${field.label}: computed by an expression`}
      title={computed ? 'Use a fixed value' : 'Compute this from the message'}
      disabled={readOnly}
      onClick={toggle}
      className={clsx(
        'rounded px-1.5 font-mono text-2xs italic leading-[18px]',
        computed ? 'bg-accent-soft text-accent-text' : 'text-muted hover:bg-hover hover:text-text',
      )}
    >
      fx
    </button>
  );
}

/** The expression to begin with: the last one, else the present value written as one. */
function expressionFor(last: Json | undefined, value: Json | undefined): string {
  if (isExpression(last)) return last;
  return value === undefined || value === '' ? '=' : `=${JSON.stringify(value)}`;
}
