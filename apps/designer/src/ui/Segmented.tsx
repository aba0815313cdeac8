import clsx from 'clsx';
import { formatCount } from './format.ts';

export interface SegmentedProps<Value extends string> {
  /** Name of the choice for screen readers. */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly count?: number }[];
  readonly onChange: (value: Value) => void;
}

/** One of a handful, all in view. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <fieldset className="flex h-8 touch:h-12 items-center gap-0.5 rounded-lg bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={clsx(
            'flex h-7 touch:h-11 items-center gap-1.5 rounded-md px-2.5 font-medium text-sm',
            option.value === value ? 'bg-raised text-text shadow-pop' : 'text-muted hover:text-text',
          )}
        >
          {option.label}
          {option.count !== undefined && (
            <span className="tabular font-normal text-muted text-xs">{formatCount(option.count)}</span>
          )}
        </button>
      ))}
    </fieldset>
  );
}
